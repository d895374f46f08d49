import { joined } from '../inventory';
import type { LevelDriver, Vergeos } from '../level';
import { refusal } from '../refusals';
import { tagsOf } from '../tags';
import { restoreVolume, revertVolume } from './restore';
import { volumeSnapshots } from './snapshots';
import { canBeSnapshotted, readVolume, volumePages, volumeTarget } from './volumes';

export function volumeLevel(on: Vergeos): LevelDriver {
	const { client } = on;
	const table = volumeSnapshots(on);

	const readTarget: LevelDriver['readTarget'] = async (target, signal) => {
		const volume = await readVolume(client, target, signal);
		return volumeTarget(volume, await tagsOf(client, 'volumes', volume.$key, signal));
	};

	return {
		readTarget,

		inventory(query, signal) {
			const from = {
				client,
				taggedAs: 'volumes' as const,
				targets: volumePages(client, query.nameContains ?? '', signal),
				snapshots: query.withSnapshots ? table.pages(signal) : undefined,
				isTarget: (row: Parameters<typeof canBeSnapshotted>[0]) =>
					!row.is_snapshot && canBeSnapshotted(row),
				toTarget: volumeTarget,
				keyOf: ({ $key }: { readonly $key: string }) => $key,
				ownerOf: ({ volume }: { readonly volume: string }) => volume,
				toSnapshot: table.toSnapshot,
			};
			return joined(query, from, signal);
		},

		async listSnapshots(target, signal) {
			const { $key } = await readVolume(client, target, signal);
			return await table.snapshotsOf($key, signal);
		},

		async createSnapshot(target, request, signal) {
			const volume = await readVolume(client, target, signal);
			if (!canBeSnapshotted(volume)) {
				throw refusal(
					'UNSUPPORTED',
					target,
					`${target.name} is a volume of the kind ${volume.fs_type || 'unknown'}: VergeOS takes snapshots of local volumes (ext4) only`,
					'Take snapshots where its files really lie, or snapshot the Whole System. Nothing was sent.',
				);
			}
			const more = { volume: volume.$key, created_manually: true, quiesce: request.quiesce };
			return table.toSnapshot(await table.create(target, request, more, signal));
		},

		async revertToSnapshot(target, snapshot, request, signal) {
			await revertVolume(on, table, target, snapshot, request, signal);
			return await readTarget(target, signal);
		},

		async restoreAsNew(target, snapshot, request, signal) {
			return await restoreVolume(on, table, target, snapshot, request, signal);
		},

		async deleteSnapshot(target, snapshot, signal) {
			const { $key } = await readVolume(client, target, signal);
			const row = await table.find(target, $key, snapshot, signal);
			if (row !== undefined) await table.delete(target, snapshot, signal);
		},

		async updateSnapshot(target, snapshot, change, signal) {
			const { $key } = await readVolume(client, target, signal);
			return await table.update(target, $key, snapshot, change, signal);
		},
	};
}
