import { findTarget } from '../../snapshots/operations/findTarget';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { revertToSnapshot } from '../../snapshots/operations/revert/revertToSnapshot';
import { restoreAsNew } from '../../snapshots/operations/restoreAsNew';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import type { Connection } from '../../snapshots/connection';
import type { Target } from '../../snapshots/model';
import type { SnapshotChoice } from '../../snapshots/operations/findSnapshot';
import { PATIENCE, nightly, onDemand, operationsBench } from '../support/bench';
import { BadInputBench, stateOf } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const vms = [{ name: 'web-01' }];
const GONE = '00000000-0000-4000-8000-000000000000';

describe('a VM that is not there', () => {
	it('by name', async () => {
		const { vm } = await bench.given({ vms });
		expect(await bench.shown(vm('Web-01'))).toEqual({
			code: 'NOT_FOUND',
			message: 'There is no VM named Web-01',
			description: 'Names must match exactly, capitals included. Choose it from the list instead.',
		});
	});

	it.each([
		['that an item carries', 'web-01', `There is no VM web-01 with the ID ${GONE}`],
		['typed in as an ID', GONE, `There is no VM with the ID ${GONE}`],
	])('%s', async (_what, name, message) => {
		const { simulator, on } = await bench.given({ vms });
		const before = stateOf(simulator);
		const target = { level: 'vm', id: GONE, name, powerState: 'running', tags: [] } as const;
		expect(await bench.shown(createSnapshot(on, target, nightly()))).toEqual({
			code: 'NOT_FOUND',
			message,
			description:
				'It may have been removed. Choose it from the list again. List Snapshots shows what is there.',
		});
		expect(stateOf(simulator)).toBe(before);
	});

	it('by an ID that can be none', async () => {
		const { on } = await bench.given({ vms });
		const work = findTarget(on, { level: 'vm', by: 'id', value: 'web-01' }, on.signal);
		expect(await bench.shown(work)).toEqual({
			code: 'NOT_FOUND',
			message: 'There is no VM web-01: "web-01" is not a UUID',
			description: 'Check the name or ID. List Snapshots shows what is there.',
		});
	});
});

const OPERATIONS: ReadonlyArray<
	readonly [string, (on: Connection, vm: Target, snapshot: SnapshotChoice) => Promise<unknown>]
> = [
	[
		'revert',
		async (on, vm, snapshot) =>
			await revertToSnapshot(on, vm, {
				snapshot,
				power: 'asBefore',
				safetySnapshot: true,
				runKey: 'run-1',
				patience: PATIENCE,
			}),
	],
	[
		'restore',
		async (on, vm, snapshot) =>
			await restoreAsNew(on, vm, {
				snapshot,
				newName: 'copy',
				connectNetwork: false,
				powerOn: false,
				patience: PATIENCE,
			}),
	],
	[
		'delete',
		async (on, vm, snapshot) =>
			await removeSnapshot(on, vm, {
				snapshot,
				includeForeign: true,
				preview: false,
				patience: PATIENCE,
			}),
	],
];

describe.each(OPERATIONS)('a snapshot to %s that is not there', (_verb, act) => {
	it.each<[string, SnapshotChoice, string, string]>([
		[
			'by name',
			{ by: 'name', value: 'gone' },
			'web-01 has no snapshot gone',
			'It may have been pruned. List Snapshots shows what is there.',
		],
		[
			'by ID',
			{ by: 'id', value: 'gone' },
			'web-01 has no snapshot gone',
			'It may have been pruned. List Snapshots shows what is there.',
		],
		[
			'as the newest of a profile',
			{ by: 'newestManaged', profile: 'Nightly' },
			'web-01 has no ready snapshot of profile Nightly',
			'Take one first, or choose a snapshot by name or ID.',
		],
	])('%s', async (_what, choice, message, description) => {
		const { simulator, on, vm } = await bench.given({ vms });
		const before = stateOf(simulator);
		const shown = await bench.shown(act(on, await vm('web-01'), choice));
		expect(shown).toEqual({ code: 'NOT_FOUND', message, description });
		expect(stateOf(simulator)).toBe(before);
	});
});

describe('on a system that allows the same name twice', () => {
	it('refuses to guess which VM was meant, and lists their IDs', async () => {
		const { on } = operationsBench({ machines: [{ name: 'web-01' }, { name: 'web-01' }] });
		const work = findTarget(on, { level: 'vm', by: 'name', value: 'web-01' }, on.signal);
		expect(await bench.shown(work)).toEqual({
			code: 'AMBIGUOUS',
			message: '2 VMs are named web-01',
			description: 'Choose it by ID, one of: vm-1, vm-2.',
		});
	});

	it.each(OPERATIONS)('refuses to guess which snapshot to %s', async (_verb, act) => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const { snapshot } = await createSnapshot(on, target, onDemand('first'));
		const machine = driver.controls.machines.get('vm-1');
		machine?.snapshots.push(...machine.snapshots.map((one) => ({ ...one, id: 'twin' })));
		const before = JSON.stringify([...driver.controls.machines]);

		const shown = await bench.shown(act(on, target, { by: 'name', value: snapshot.name }));
		expect(shown).toEqual({
			code: 'AMBIGUOUS',
			message: `web-01 has 2 snapshots named ${snapshot.name}`,
			description: 'Choose the snapshot by ID.',
		});
		expect(JSON.stringify([...driver.controls.machines])).toBe(before);
	});
});
