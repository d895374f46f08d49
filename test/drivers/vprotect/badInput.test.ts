import type { ErrorCode } from '../../../snapshots/errors';
import type { Settings } from '../../../snapshots/settings';
import { closeBenches, vprotectBench, type BenchOptions, type VprotectBench } from './bench';

afterEach(closeBenches);

interface Case {
	readonly title: string;
	readonly options?: BenchOptions;
	/** What happens between the choice of the VM and the order. */
	readonly given?: (bench: VprotectBench) => void;
	readonly vm?: string;
	readonly settings?: Settings;
	readonly code: ErrorCode;
	readonly message: readonly (string | RegExp)[];
	readonly advice?: RegExp;
	/** Whether an order reached the queue; otherwise nothing was changed. */
	readonly ordered?: true;
}

const CASES: readonly Case[] = [
	{
		title: 'a VM without a policy, with the policies that it could get',
		given: ({ simulator }) => {
			simulator.addPolicy({ name: 'Weekly' });
			simulator.setPolicy(simulator.guidOf('vm', 'web-01'), null);
		},
		code: 'NO_POLICY',
		message: ['web-01', 'Daily, Weekly'],
		advice: /Assign Policy First/,
	},
	{
		title: 'a policy to assign that does not exist',
		given: ({ simulator }) => simulator.setPolicy(simulator.guidOf('vm', 'web-01'), null),
		settings: { assignPolicy: 'Hourly' },
		code: 'NOT_FOUND',
		message: ['web-01', '"Hourly"', 'Daily'],
	},
	{
		title: 'a policy without a rule',
		given: ({ simulator }) => {
			simulator.addPolicy({ name: 'Empty', rule: null });
			simulator.setPolicy(simulator.guidOf('vm', 'web-01'), 'Empty');
		},
		code: 'NO_POLICY',
		message: ['web-01', 'Empty', /no rule/],
	},
	{
		title: 'a VM that is not present any more',
		given: ({ simulator }) => {
			simulator.removeFromPlatform(simulator.guidOf('vm', 'web-01'));
			simulator.syncInventory();
		},
		code: 'NOT_FOUND',
		message: ['web-01', /no longer there/],
		advice: /inventory/,
	},
	{
		title: 'a stand-alone KVM host',
		given: ({ simulator }) => {
			simulator.addHypervisor({ name: 'kvm-01', platform: 'kvm' });
			simulator.addVm({ name: 'box-01', hypervisor: 'kvm-01' });
		},
		vm: 'box-01',
		code: 'UNSUPPORTED',
		message: ['box-01', 'KVM'],
		advice: /at the hypervisor/,
	},
	{
		title: 'OpenStack',
		given: ({ simulator }) => {
			simulator.addHypervisor({ name: 'nova-01', platform: 'openstack' });
			simulator.addVm({ name: 'cloud-01', hypervisor: 'nova-01' });
		},
		vm: 'cloud-01',
		code: 'UNSUPPORTED',
		message: ['cloud-01', 'OPENSTACK'],
	},
	{
		title: 'a task that fails, with its message',
		given: ({ simulator }) => simulator.failTasks('The datastore went to sleep'),
		code: 'TASK_FAILED',
		message: ['web-01', 'The datastore went to sleep'],
		advice: /vProtect/,
		ordered: true,
	},
	{
		title: 'a task that can’t start inside its window',
		options: { quirks: { onDemandWindowSeconds: 600 } },
		given: ({ simulator }) => simulator.holdQueue(),
		code: 'TIMEOUT',
		message: ['web-01', '2026-11-22T02:10'],
		advice: /Priority/,
		ordered: true,
	},
	{
		title: 'a task that is cancelled for its window',
		options: { quirks: { onDemandWindowSeconds: 600, windowMissed: 'CANCELLED' } },
		given: ({ simulator }) => simulator.holdQueue(),
		code: 'TIMEOUT',
		message: ['web-01', '2026-11-22T02:10'],
		ordered: true,
	},
	{
		title: 'a priority that is none',
		settings: { priority: '101' },
		code: 'INVALID_INPUT',
		message: ['web-01', '"101"'],
	},
	{
		title: 'an account without the right',
		given: ({ simulator }) =>
			simulator.fault('POST /tasks/vm-snapshot', { kind: 'answer', status: 403 }),
		code: 'FORBIDDEN',
		message: ['web-01'],
	},
	{
		title: 'half an answer, when no task is there',
		given: ({ simulator }) =>
			simulator.fault('POST /tasks/vm-snapshot', {
				kind: 'answer',
				status: 200,
				body: '<html>',
			}),
		code: 'INVALID_RESPONSE',
		message: ['web-01'],
	},
	{
		title: 'a connection that breaks before the order arrives',
		given: ({ simulator }) => simulator.fault('POST /tasks/vm-snapshot', { kind: 'dropBefore' }),
		code: 'UNREACHABLE',
		message: ['web-01'],
	},
];

describe('a snapshot on demand is refused for', () => {
	it.each(CASES)('$title', async (one) => {
		const bench = await vprotectBench(one.options);
		const { simulator } = bench;
		if (one.vm === undefined) await bench.target('web-01');
		const before = await bench.target('web-01');
		one.given?.(bench);
		const target = one.vm === undefined ? before : await bench.target(one.vm);
		const error = await bench.refused(target, one.settings);
		expect(error.code).toBe(one.code);
		expect(error.target).toMatchObject({ id: target.id });
		for (const part of one.message) {
			if (typeof part === 'string') expect(error.message).toContain(part);
			else expect(error.message).toMatch(part);
		}
		expect(error.advice).toMatch(one.advice ?? /\S/);
		expect(simulator.snapshotsOf(target.id)).toEqual([]);
		const isRefusedUnseen = one.code === 'FORBIDDEN' || one.code === 'INVALID_RESPONSE';
		const orders = simulator.count('POST', '/tasks/vm-snapshot');
		if (one.ordered || isRefusedUnseen || one.code === 'UNREACHABLE') expect(orders).toBe(1);
		else expect(orders).toBe(0);
	});

	it('a wrong password, after one try', async () => {
		const bench = await vprotectBench({ password: 'wr0ng-p4ssword' });
		const id = bench.simulator.guidOf('vm', 'web-01');
		const ref: Parameters<VprotectBench['take']>[0] = {
			level: 'vm',
			id,
			name: 'web-01',
			powerState: 'none',
			tags: [],
		};
		const error = await bench.refused(ref);
		expect(error.code).toBe('AUTH');
		expect(`${error.message} ${error.advice} ${error.stack} ${String(error.cause)}`).not.toContain(
			'wr0ng-p4ssword',
		);
		expect(bench.simulator.requests).toHaveLength(1);
	});
});
