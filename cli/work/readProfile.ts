import { z } from 'zod';
import { parseWith } from '../../snapshots/parseWith';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import { jsonOf } from '../connections/connectionsFile';
import { pathOf, readText } from '../connections/files';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { optionOf } from './readOptions';

/** `--profile` takes a name, or the file of a whole profile: what ends like this is meant as a file. */
export const isProfileFile = (profile: string): boolean => profile.toLowerCase().endsWith('.json');

const LONGEST_NAME = 64;

export const profileOptionSchema = z
	.string()
	.trim()
	.min(1)
	.refine(
		(profile) => isProfileFile(profile) || profile.length <= LONGEST_NAME,
		`must not be longer than ${LONGEST_NAME}`,
	);

export async function readProfile({ home }: Surroundings, file: string): Promise<Profile> {
	const path = pathOf(file, { home, folder: process.cwd() });
	const text = await readText(path, 'The profile');
	return parseWith(profileSchema, jsonOf(text, path), {
		system: 'vm-snapshots',
		labelOf: (at) => (at.length === 0 ? path : `${at.join('.')} in ${path}`),
		advice: 'docs/profiles.md tells the fields of a profile. Nothing was sent.',
	});
}

/** The same with that period alone. */
export function withPeriod(file: string, profile: Profile, name: string | undefined): Profile {
	if (name === undefined) return profile;
	const periods = profile.periods.filter((period) => period.name === name);
	if (periods.length > 0) return { ...profile, periods };
	const names = profile.periods.map((period) => period.name).join(', ');
	throw badUsage(
		`${file} has no period ${JSON.stringify(name)}`,
		`There are: ${names}. Nothing was sent.`,
	);
}

/** A file says it all: what is said besides would be silently left out. */
export function assertNotBesidesFile<O extends object>(
	file: string,
	options: O,
	names: ReadonlyArray<keyof O & string>,
): void {
	const first = names.find((name) => options[name] !== undefined);
	if (first === undefined) return;
	throw badUsage(
		`${optionOf(first)} can’t be given besides ${file}, which says that itself`,
		'Leave it away, or change the file. Nothing was sent.',
	);
}
