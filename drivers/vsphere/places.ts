import { z } from 'zod';
import type { Settings } from '../../snapshots/settings';
import type { Target } from '../../snapshots/model';
import type { Vsphere } from './level';
import { nameFrom } from './names';
import { decoded, objectsOf, read, wanted } from './properties';
import { refusal } from './refusals';
import { chosen, DATASTORE, FOLDER, HOST, RESOURCE_POOL } from './settings';
import { text as textOf, type Ref } from './soap/request';
import { reference, text } from './soap/value';

const PLACES = {
	folder: { setting: FOLDER, type: 'Folder' },
	pool: { setting: RESOURCE_POOL, type: 'ResourcePool' },
	datastore: { setting: DATASTORE, type: 'Datastore' },
	host: { setting: HOST, type: 'HostSystem' },
} as const;
type PlaceName = keyof typeof PLACES;

/** Where a new VM goes. What is absent vSphere takes from the old VM. */
export type Places = { readonly [name in PlaceName]?: Ref };

interface Wish {
	readonly name: PlaceName;
	readonly title: string;
	readonly type: string;
	readonly given: string;
}

/** Finds what a person named: by inventory path, else by name or ID, all of these in one listing. */
export async function findPlaces(
	on: Vsphere,
	target: Target,
	settings: Settings | undefined,
	signal: AbortSignal,
): Promise<Places> {
	const wishes = (Object.keys(PLACES) as PlaceName[]).map((name): Wish => {
		const { setting, type } = PLACES[name];
		return { name, title: setting.title, type, given: chosen(settings, setting) };
	});
	const given = wishes.filter((wish) => wish.given !== '');
	const isPath = ({ given: words }: Wish): boolean => words.includes('/');
	const byName = given.filter((wish) => !isPath(wish));
	const listed = byName.length === 0 ? [] : await listing(on, byName, signal);
	const found: [PlaceName, Ref][] = [];
	for (const wish of given) {
		const candidates = isPath(wish)
			? await atPath(on, wish.given, signal)
			: listed.filter(({ name, ref }) => [name, ref.value].includes(wish.given));
		found.push([wish.name, onlyOne(target, wish, candidates)]);
	}
	return Object.fromEntries(found);
}

interface Place {
	readonly name: string;
	readonly ref: Ref;
}

async function listing(
	{ client }: Vsphere,
	wishes: readonly Wish[],
	signal: AbortSignal,
): Promise<Place[]> {
	const kinds = wishes.map(({ type }) => wanted(type, { name: text }));
	const found: Place[] = [];
	for await (const one of objectsOf(client, kinds, signal)) {
		const what = wanted(one.ref.type, { name: text });
		found.push({ name: nameFrom(decoded(one, what, client.address).name), ref: one.ref });
	}
	return found;
}

async function atPath({ client }: Vsphere, path: string, signal: AbortSignal): Promise<Place[]> {
	const parameters = [textOf('inventoryPath', path.replace(/^\/+|\/+$/g, ''))];
	const on = client.content.searchIndex;
	const answer = await client.call({ method: 'FindByInventoryPath', on, parameters }, signal);
	return z
		.array(reference)
		.parse(answer)
		.map((ref) => ({ name: path, ref }));
}

function onlyOne(target: Target, { title, type, given }: Wish, candidates: readonly Place[]): Ref {
	const [found, ...others] = candidates.filter(({ ref }) => ref.type === type);
	if (found === undefined) {
		throw refusal(
			'NOT_FOUND',
			target,
			`vSphere shows no ${title.toLowerCase()} ${given} for the restore of ${target.name}`,
			{
				advice: `Check the setting ${title}. Give its name, its whole path as DC1/…, or its ID. Nothing was changed.`,
			},
		);
	}
	if (others.length === 0) return found.ref;
	const ids = [found, ...others].map(({ ref }) => ref.value).join(', ');
	throw refusal(
		'AMBIGUOUS',
		target,
		`There are ${others.length + 1} places named ${given} for the ${title.toLowerCase()} of the restore of ${target.name}: ${ids}`,
		{
			advice: `Put its whole path, or one of these IDs, into the setting ${title}. Nothing was changed.`,
		},
	);
}

const parentOf = (type: string) => wanted(type, { parent: reference.optional() });
const DATACENTER = wanted('Datacenter', { vmFolder: reference });

/** A VM in a vApp has no folder: then the one of its datacenter, which lies above its resource pool. */
export async function folderAbove(
	{ client }: Vsphere,
	pool: Ref,
	signal: AbortSignal,
): Promise<Ref | undefined> {
	for (let at: Ref | undefined = pool; at !== undefined;) {
		if (at.type === 'Datacenter') return (await read(client, at, DATACENTER, signal)).vmFolder;
		at = (await read(client, at, parentOf(at.type), signal)).parent;
	}
	return undefined;
}
