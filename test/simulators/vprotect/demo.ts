import type { HypervisorSpec, PolicySpec, VmSpec, VprotectSimulator } from './index';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Platforms with snapshot management, and one without. */
const HYPERVISORS: readonly HypervisorSpec[] = [
	{ name: 'esx-01', platform: 'vcenter', manager: 'vcenter-north', cluster: 'north' },
	{ name: 'ovirt-01', platform: 'rhv', manager: 'ovirt-south', cluster: 'south' },
	{ name: 'pve-01', platform: 'proxmox' },
	{ name: 'kvm-01', platform: 'kvm' },
];

const POLICIES: readonly PolicySpec[] = [
	{
		name: 'Production daily',
		priority: 70,
		rule: { versions: 2, days: 7, schedules: ['Every night'] },
		autoAssign: {
			mode: 'ASSIGN_ONLY',
			includeTags: ['production'],
			excludeRegExps: ['.*-old'],
		},
	},
	{ name: 'Test', rule: { versions: 1, schedules: ['Working hours'] } },
];

const VMS: readonly VmSpec[] = [
	{
		name: 'web-01',
		hypervisor: 'esx-01',
		tags: ['production', 'web'],
		policy: 'Production daily',
		quiesce: true,
		disk: 'web shop 4.1',
	},
	{
		name: 'db-01',
		hypervisor: 'esx-01',
		tags: ['production', 'database'],
		policy: 'Production daily',
		quiesce: true,
		disk: 'orders database 15.3',
	},
	{
		name: 'erp-01',
		hypervisor: 'ovirt-01',
		tags: ['production', 'erp'],
		disk: 'erp 2019 R2',
	},
	{
		name: 'build runner',
		hypervisor: 'pve-01',
		policy: 'Test',
		disk: 'build tools 12',
		power: 'stopped',
	},
	{ name: 'router-01', hypervisor: 'kvm-01', disk: 'router 2.7' },
];

/** The machine room of the demo: several platforms, VMs with and without a policy, and one that has gone. */
export function furnishDemo(simulator: VprotectSimulator): void {
	for (const hypervisor of HYPERVISORS) simulator.addHypervisor(hypervisor);
	simulator.addSchedule({
		name: 'Every night',
		execution: { type: 'TIME', hour: 22 * HOUR, startWindowLength: 4 * HOUR },
	});
	simulator.addSchedule({
		name: 'Working hours',
		execution: {
			type: 'INTERVAL',
			interval: { startHour: 7 * HOUR, endHour: 17 * HOUR, frequency: 2 * HOUR },
		},
		daysOfWeek: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
	});
	for (const policy of POLICIES) simulator.addPolicy(policy);
	for (const vm of VMS) simulator.addVm(vm);
	const lastNight = new Date(simulator.world.now() - DAY);
	simulator.addSnapshot(simulator.guidOf('vm', 'web-01'), { takenAt: lastNight });
	simulator.addSnapshot(simulator.guidOf('vm', 'db-01'), { takenAt: lastNight });
	simulator.removeFromPlatform(
		simulator.addVm({ name: 'mail-old', hypervisor: 'esx-01', disk: 'mail relay 3.7' }),
	);
	for (const vm of simulator.world.vms.values()) vm.present = vm.exists;
}
