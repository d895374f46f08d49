import type { IncusSimulator, InstanceSpec, VolumeSpec } from './index';

const DAY = 86_400_000;

const INSTANCES: readonly InstanceSpec[] = [
	{
		name: 'web-01',
		description: 'web shop',
		config: { 'user.role': 'web', 'snapshots.schedule': '@daily', 'snapshots.expiry': '2w' },
		stateful: true,
		disk: 'web shop 4.1',
		memory: '12 visitors',
	},
	{
		name: 'db-01',
		description: 'orders database',
		pool: 'tank',
		config: { 'user.role': 'database' },
		disk: 'orders database 15.3',
	},
	{ name: 'proxy-01', type: 'container', disk: 'reverse proxy 1.27' },
	{ name: 'build-01', type: 'container', status: 'Stopped', disk: 'build tools 12' },
	{ name: 'erp-test', project: 'lab', disk: 'erp 2019 R2' },
];

const VOLUMES: readonly VolumeSpec[] = [
	{ name: 'orders', pool: 'tank', content: 'orders of 2026', attachedTo: ['db-01'] },
	{ name: 'archive', content: 'orders of 2025', description: 'attached to nothing' },
];

/** The machine room of the demo: VMs and containers, a pool that only goes back to its newest, and two projects. */
export function furnishDemo(simulator: IncusSimulator): void {
	simulator.addPool({ name: 'tank', driver: 'zfs' });
	for (const instance of INSTANCES) simulator.addInstance(instance);
	for (const volume of VOLUMES) simulator.addVolume(volume);
	const now = simulator.world.now();
	const lastNight = new Date(now - DAY);
	simulator.addSnapshot('web-01', {
		name: 'snap0',
		createdAt: lastNight,
		expiresAt: new Date(now + 13 * DAY),
	});
	for (const [age, name] of [
		[3, 'before-upgrade'],
		[1, 'after-upgrade'],
	] as const) {
		simulator.addSnapshot('db-01', { name, createdAt: new Date(now - age * DAY) });
	}
	simulator.addVolumeSnapshot('archive', { name: 'year-end', createdAt: lastNight });
}
