import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { listSnapshots } from '../../snapshots/operations/list';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { restoreAsNew } from '../../snapshots/operations/restoreAsNew';
import { revertToSnapshot } from '../../snapshots/operations/revert/revertToSnapshot';
import { EVERYTHING } from '../../snapshots/selection/targetFilter';
import { PATIENCE, nightly } from '../support/bench';
import { BadInputBench, foreignSnapshot } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

/** What libvirt lets people call a VM, and a shell would act on. */
const NAMES = [
	' web 01 ',
	'it’s "quoted" and \'quoted\'',
	'a; rm -rf $HOME && b | c > d &',
	'$(touch pwned) `touch pwned` ${HOME}',
	'-rf',
	'--help',
	'* ? [a] {b,c} ~ # !',
	'back\\slash %s \\n',
	'a,b=c,,d',
	'日本語 ü 🙂 \u202e',
	'<&"\'> ]]> &amp;',
];

describe.each(NAMES)('a VM named %j', (name) => {
	it('is created, listed, reverted, restored and deleted like any other', async () => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name }, { name: 'web-01' }] });
		const { host } = simulator;
		host.write(name, 'as of last night');
		const target = await vm(name);

		const { snapshot } = await createSnapshot(on, target, nightly());
		host.write(name, 'as of today');
		const listed = [];
		for await (const entry of listSnapshots(on, 'vm', EVERYTHING, on.signal)) listed.push(entry);
		expect(listed.map((entry) => [entry.target.name, entry.snapshots.length])).toEqual([
			[name, 1],
			['web-01', 0],
		]);

		const choice = { by: 'id', value: snapshot.id } as const;
		const newName = `${name}'s copy`;
		const { newTarget } = await restoreAsNew(on, target, {
			snapshot: choice,
			newName,
			connectNetwork: false,
			powerOn: false,
			patience: PATIENCE,
		});
		expect([newTarget.name, host.read(newName)]).toEqual([newName, 'as of last night']);

		await revertToSnapshot(on, target, {
			snapshot: choice,
			power: 'asBefore',
			safetySnapshot: false,
			runKey: 'run-1',
			patience: PATIENCE,
		});
		expect(host.read(name)).toBe('as of last night');

		await removeSnapshot(on, target, {
			snapshot: choice,
			includeForeign: false,
			preview: false,
			patience: PATIENCE,
		});
		expect(host.vm(name).snapshots.size).toBe(0);
		expect(host.read(name)).toBe('as of last night');
		expect(host.domains).toHaveLength(3);
	});
});

it.each(["it's; $(touch pwned)", 'a,b,,c', '-rf', 'ü 🙂'])(
	'a snapshot that somebody else named %j is restored and deleted like any other',
	async (name) => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		const { host } = simulator;
		host.write('web-01', 'as of last night');
		await foreignSnapshot(simulator, 'web-01', name);
		host.write('web-01', 'as of today');

		const target = await vm('web-01');
		const snapshot = { by: 'name', value: name } as const;
		await restoreAsNew(on, target, {
			snapshot,
			newName: 'copy',
			connectNetwork: false,
			powerOn: false,
			patience: PATIENCE,
		});
		expect(host.read('copy')).toBe('as of last night');
		await removeSnapshot(on, target, {
			snapshot,
			includeForeign: true,
			preview: false,
			patience: PATIENCE,
		});
		expect(host.vm('web-01').snapshots.size).toBe(0);
	},
);
