import type { VmSpec, VsphereSimulator } from './index';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface DemoVm extends VmSpec {
	readonly disk: string;
	/** Oldest first. */
	readonly snapshots?: readonly {
		readonly name: string;
		readonly age: number;
		readonly memory?: boolean;
	}[];
}

/** One of each kind that somebody who works with snapshots meets. */
const VMS: readonly DemoVm[] = [
	{
		name: 'web-01',
		folder: 'Production',
		disk: 'web shop 4.1',
		snapshots: [{ name: 'Before the upgrade', age: 20 * HOUR }],
	},
	{
		name: 'db-01',
		folder: 'Production',
		networkCards: 2,
		disk: 'orders',
		snapshots: [
			{ name: 'forgotten', age: 90 * DAY },
			{ name: 'with memory', age: 2 * DAY, memory: true },
		],
	},
	{ name: 'legacy-01', folder: 'Production', tools: 'notRunning', disk: 'ledger' },
	{ name: 'archive-01', independentDisk: true, disk: 'catalogue' },
	{ name: 'cluster-node-01', physicalRdm: true, disk: 'quorum' },
	{ name: 'build runner', folder: 'Test', power: 'poweredOff', disk: 'caches' },
	{ name: 'golden image', folder: 'Templates', template: true, disk: 'clean' },
];

/** A small machine room to show things in. */
export function furnishDemo(simulator: VsphereSimulator): void {
	const now = simulator.world.now();
	for (const { disk, snapshots = [], ...spec } of VMS) {
		const vm = simulator.addVm(spec);
		simulator.write(vm, disk);
		for (const { name, age, memory } of snapshots) {
			simulator.addSnapshot(vm, { name, memory, takenAt: new Date(now - age) });
		}
	}
	simulator.needConsolidation(simulator.vmNamed('legacy-01'));
}
