import type { VergeosOptions } from './index';
import type { Given, TestBench } from './testBench';

export interface GivenSnapshot extends Given {
	readonly web: number;
	readonly db: number;
	readonly snapshot: number;
	readonly snapMachine: number;
	/** The key of the frozen copy's row in `vms`. */
	readonly frozen: number;
}

/** A stopped `web-01` that was written to after its snapshot, and a running `db-01`. */
export const givenSnapshotOn =
	(bench: TestBench) =>
	async (options: VergeosOptions = {}): Promise<GivenSnapshot> => {
		const given = await bench.given(options);
		const { simulator, client } = given;
		const web = simulator.addVm({
			name: 'web-01',
			running: false,
			disk: 'before',
			description: 'as it was',
		});
		const db = simulator.addVm({ name: 'db-01', disk: 'orders' });
		const machine = simulator.machineKeyOf(web);
		const snapshot = Number(await client.make('machine_snapshots', { machine, name: 's' }));
		const row = await client.row(`machine_snapshots/${snapshot}`, 'snap_machine');
		const filter = `machine eq ${String(row.snap_machine)} and is_snapshot eq true`;
		const [copy] = await client.rows('vms', { filter });
		simulator.write({ level: 'vm', id: web }, 'after');
		await client.send('PUT', `/vms/${web}`, { description: 'changed' });
		return {
			...given,
			web,
			db,
			snapshot,
			snapMachine: Number(row.snap_machine),
			frozen: Number(copy?.$key),
		};
	};
