import type { GuestSpec, ProxmoxSimulator, StorageSpec } from './index';

const DAY_SECONDS = 86_400;

export const DEMO_NODES = ['pve1', 'pve2'] as const;

export const DEMO_STORAGES: readonly StorageSpec[] = [
	{ name: 'local-lvm', driver: 'lvmthin' },
	{ name: 'local-zfs', driver: 'zfspool' },
	{ name: 'ceph-vm', driver: 'rbd' },
];

const GUESTS: readonly GuestSpec[] = [
	{
		name: 'web-01',
		tags: ['production', 'web'],
		pool: 'shop',
		agent: 'running',
		storage: 'ceph-vm',
		disk: 'web shop 4.1',
	},
	{
		name: 'db-01',
		tags: ['production', 'database'],
		pool: 'shop',
		agent: 'running',
		storage: ['ceph-vm', 'ceph-vm'],
		disk: 'orders database 15.3',
	},
	{
		name: 'erp-01',
		node: 'pve2',
		tags: ['production'],
		agent: 'dead',
		disk: 'erp 2019 R2',
	},
	{ name: 'files-01', node: 'pve2', storage: 'local-zfs', disk: 'shares 2.4' },
	{ name: 'dns-01', type: 'lxc', tags: ['infrastructure'], disk: 'resolver 9.18' },
	{ name: 'build-runner', status: 'stopped', disk: 'build tools 12' },
	{ name: 'debian-13', template: true, disk: 'fresh from the installer' },
];

/** The machine room of the demo: storages that can do more and less, VMs with and without an agent. */
export function furnishDemo(simulator: ProxmoxSimulator): void {
	for (const guest of GUESTS) simulator.addGuest(guest);
	const yesterday = simulator.world.now() - DAY_SECONDS;
	for (const name of ['web-01', 'files-01']) {
		simulator.addSnapshot(simulator.vmidOf(name), {
			name: 'before-upgrade',
			description: 'by hand',
			snaptime: yesterday,
		});
	}
}
