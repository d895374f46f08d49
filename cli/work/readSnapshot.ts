import { z } from 'zod';
import type { SnapshotChoice } from '../../snapshots/operations/findSnapshot';
import { badUsage } from '../usage';

export const snapshotSchema = z.object({
	snapshot: z.string().min(1).optional(),
	newest: z.boolean().default(false),
	ofProfile: z.string().min(1).optional(),
});

const BY_ID = 'id:';

export function readSnapshotChoice(options: z.infer<typeof snapshotSchema>): SnapshotChoice {
	const { snapshot, newest, ofProfile } = options;
	if (newest === (snapshot !== undefined)) {
		throw badUsage(
			newest ? '--snapshot and --newest exclude each other' : 'No snapshot was named',
			'Give --snapshot with its name, or id: and its id; or --newest. Nothing was sent.',
		);
	}
	if (snapshot === undefined) return { by: 'newestManaged', profile: ofProfile };
	if (ofProfile !== undefined) {
		throw badUsage('--of-profile goes with --newest only', 'Leave one of them away.');
	}
	return snapshot.startsWith(BY_ID)
		? { by: 'id', value: snapshot.slice(BY_ID.length) }
		: { by: 'name', value: snapshot };
}
