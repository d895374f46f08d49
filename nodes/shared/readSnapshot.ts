import { z } from 'zod';
import type { SnapshotChoice } from '../../snapshots/operations/findSnapshot';
import type { ItemParameters } from './readParameters';
import { locatorSchema } from './readTargets';

const inputSnapshotSchema = z.object({
	snapshot: z.object({ id: z.string().min(1) }),
});

export function readSnapshotChoice(parameters: ItemParameters): SnapshotChoice {
	const mode = parameters.get('snapshotMode', z.enum(['choose', 'input', 'newestManaged']));
	switch (mode) {
		case 'choose': {
			const { mode: by, value } = parameters.get('snapshot', locatorSchema);
			return { by: by === 'name' ? 'name' : 'id', value };
		}
		case 'input': {
			const { snapshot } = parameters.input(
				inputSnapshotSchema,
				'Connect a node of this package that hands on its snapshots, or set Snapshot From to something else. Nothing was sent.',
			);
			return { by: 'id', value: snapshot.id };
		}
		case 'newestManaged': {
			const profile = parameters.get('snapshotProfile', z.string().trim().default(''));
			return { by: 'newestManaged', profile: profile === '' ? undefined : profile };
		}
	}
}
