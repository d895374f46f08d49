import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { parseWith } from '../../../snapshots/parseWith';
import { profileSchema, type Profile } from '../../../snapshots/schedule/profile';
import type { ItemParameters } from '../readParameters';
import { labelInForm } from './labels';
import { periodFields, periodFrom } from './readPeriods';

const inputSchema = z.object({ profile: profileSchema });
const formSchema = z.object({ period: z.array(periodFields).default([]) });

/** The profile that the input item brings along. */
export const readInputProfile = (parameters: ItemParameters): Profile =>
	parameters.input(
		inputSchema,
		'Connect Snapshot Schedule Trigger, or Native Profile with the operation Import, or draw the profile in this node. Nothing was sent.',
	).profile;

/** The profile that is drawn in the node itself, as far as its form goes. */
export function readDrawnProfile(
	parameters: ItemParameters,
	properties: readonly INodeProperties[],
): Profile {
	const given = parameters.get('timeZone', z.string().trim().default(''));
	const timeZone = given === '' ? parameters.timeZone() : given;
	const { period: periods } = parameters.get('periods', formSchema);
	const drawn: z.input<typeof profileSchema> = {
		name: parameters.get('profileName', z.string()),
		timeZone,
		periods: periods.map((period) => periodFrom(period, timeZone)),
	};
	return parseWith(profileSchema, drawn, {
		system: 'profile',
		labelOf: labelInForm([...properties]),
	});
}
