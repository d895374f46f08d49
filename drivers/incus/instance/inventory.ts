import { z } from 'zod';
import type { InventoryEntry, InventoryQuery } from '../../../snapshots/driver';
import { pathOf } from '../ids';
import { statesOf } from '../inMaking';
import type { Incus } from '../level';
import { ALL_PROJECTS } from '../pools';
import { allDevices, fullInstanceRow, instanceRow, instanceTarget, rootDisk } from './instances';
import { toSnapshot } from './snapshotRow';

/** What the server takes when no project is told. */
const DEFAULT_PROJECT = 'default';

/** One request for all instances, their snapshots included; the API knows no pages. */
export async function* instanceInventory(
	on: Incus,
	{ nameContains = '', withSnapshots }: InventoryQuery,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const scope = on.project === undefined ? ALL_PROJECTS : { project: on.project };
	const asked = on.project ?? DEFAULT_PROJECT;
	const wanted = nameContains.toLowerCase();
	const path = pathOf('instances');
	if (!withSnapshots) {
		const rows = await on.client.get(
			path,
			{ recursion: '1', ...scope },
			z.array(instanceRow),
			signal,
		);
		for (const row of rows) {
			if (row.name.toLowerCase().includes(wanted)) yield { target: instanceTarget(row, asked) };
		}
		return;
	}
	const query = { recursion: '2', ...scope };
	const all = await on.client.get(path, query, z.array(fullInstanceRow), signal);
	const rows = all.filter(({ name }) => name.toLowerCase().includes(wanted));
	const poolOf = (row: (typeof rows)[number]) => rootDisk(allDevices(row))?.[1].pool ?? '';
	const withAny = rows.filter(({ snapshots }) => snapshots.length > 0);
	const whyNewestOnly =
		withAny.length === 0
			? () => undefined
			: await on.pools.whyNewestOnlyOf(withAny.map(poolOf), on.project, signal);
	const dates = withAny.flatMap(({ snapshots }) => snapshots.map(({ created_at: at }) => at));
	const stateOf = await statesOf(on, on.project, dates, signal);
	for (const row of rows) {
		const { name, type, project = asked, snapshots } = row;
		const owner = { of: 'instances', project, name } as const;
		const newestOnly = whyNewestOnly({ pool: poolOf(row), type, name, project });
		yield {
			target: instanceTarget(row, asked),
			snapshots: snapshots.map((one) => {
				const { name: snapshot, created_at: createdAt } = one;
				return toSnapshot(one, newestOnly, stateOf({ ...owner, snapshot, createdAt }));
			}),
		};
	}
}
