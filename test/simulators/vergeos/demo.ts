import type { VergeosSimulator } from './index';
import type { VmSpec } from './model/vms';

/** The machine room of the demo: every level has something, and filters and quiescing have work to do. */
const VMS: readonly VmSpec[] = [
	{
		name: 'web-01',
		description: 'Web shop, front end 1',
		tags: ['production', 'web'],
		agent: 'connected',
		disk: 'web shop 4.1',
	},
	{
		name: 'web-02',
		description: 'Web shop, front end 2',
		tags: ['production', 'web'],
		agent: 'connected',
		disk: 'web shop 4.1',
	},
	{
		name: 'db-01',
		description: 'Orders database',
		tags: ['production', 'database'],
		agent: 'connected',
		disk: 'orders database 15.3',
		cpuCores: 8,
		ram: 32_768,
	},
	{
		name: 'erp-01',
		description: 'ERP: old, and its guest has no agent',
		tags: ['production', 'erp'],
		disk: 'erp 2019 R2',
		osFamily: 'windows',
		ignoresShutdown: true,
	},
	{
		name: 'mail-01',
		description: 'Mail relay',
		tags: ['production'],
		agent: 'dead',
		disk: 'mail relay 3.7',
	},
	{
		name: 'build runner',
		description: 'Build runner',
		tags: ['test'],
		running: false,
		disk: 'build tools 12',
	},
];

const LAST_NIGHT_SECONDS = 6 * 3600;

export function furnishDemo(simulator: VergeosSimulator): void {
	for (const vm of VMS) simulator.addVm(vm);
	simulator.addTenant({ name: 'customer-a', description: 'Customer A', disk: 'customer A, v1' });
	simulator.addTenant({
		name: 'customer-b',
		description: 'Customer B, not in use',
		disk: 'customer B, v1',
		running: false,
	});
	simulator.addVolume({ name: 'files', description: 'Team files', disk: 'minutes of May' });
	simulator.addVolume({ name: 'archive', description: 'Archive', disk: 'since 2009' });
	simulator.addVolume({ name: 'remote', description: 'Mounted from elsewhere', fsType: 'nfs' });
	const now = simulator.world.now();
	const [midnight] = simulator.world.table('snapshot_profile_periods').where('name', 'Midnight');
	simulator.addSystemSnapshot({
		name: 'Midnight_System',
		created: now - LAST_NIGHT_SECONDS,
		expires: now + 3 * 86_400,
		period: Number(midnight?.$key),
	});
}
