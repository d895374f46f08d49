import type { VmSpec } from './model/definition';

/** The machine room of the demo: enough variety that filters, quiescing and power states have work to do. */
export const demoVms: readonly VmSpec[] = [
	{
		name: 'web-01',
		title: 'Web shop, front end 1',
		tags: ['production', 'web'],
		agent: 'alive',
		disks: [{ gibibytes: 20, content: 'web shop 4.1' }],
	},
	{
		name: 'web-02',
		title: 'Web shop, front end 2',
		tags: ['production', 'web'],
		agent: 'alive',
		disks: [{ gibibytes: 20, content: 'web shop 4.1' }],
	},
	{
		name: 'db-01',
		title: 'Orders database',
		tags: ['production', 'database'],
		agent: 'alive',
		disks: [
			{ gibibytes: 40, content: 'orders database 15.3' },
			{ gibibytes: 200, content: 'orders' },
		],
	},
	{
		name: 'erp-01',
		title: 'ERP',
		description: 'Old, and its guest has no agent.',
		tags: ['production', 'erp'],
		disks: [{ gibibytes: 80, content: 'erp 2019 R2' }],
	},
	{
		name: 'mail-01',
		title: 'Mail relay',
		tags: ['production'],
		agent: 'dead',
		disks: [{ gibibytes: 10, content: 'mail relay 3.7' }],
	},
	{
		name: 'build runner',
		title: 'Build runner',
		tags: ['test'],
		running: false,
		disks: [{ gibibytes: 60, content: 'build tools 12' }],
	},
	{
		name: 'staging-01',
		title: 'Staging of the web shop',
		tags: ['test', 'web'],
		agent: 'alive',
		disks: [{ gibibytes: 20, content: 'web shop 4.2-rc1' }],
	},
];
