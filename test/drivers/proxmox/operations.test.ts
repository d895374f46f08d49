import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { holdSnapshot } from '../../../snapshots/operations/hold';
import { onDemand, nightly, PATIENCE } from '../../support/bench';
import type { AgentState } from '../../simulators/proxmox';
import { closeBenches, proxmoxBench, type BenchOptions } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

async function withAgent(agent: AgentState, options: BenchOptions = {}) {
	const bench = await proxmoxBench(options);
	bench.simulator.addGuest({ name: 'app-01', agent });
	return { bench, target: await bench.target('app-01') };
}

describe('a snapshot that is to be quiesced', () => {
	it('is, when the agent froze the guest, and is still known to be by the next connection', async () => {
		const { bench, target } = await withAgent('running');
		const made = await createSnapshot(bench.on, target, nightly({ quiesce: 'require' }));
		expect(made).toMatchObject({ action: 'created', warnings: [] });
		expect(made.snapshot).toMatchObject({ consistency: 'quiesced', mark: { profile: 'Nightly' } });
		expect(bench.simulator.freezesOf(Number(target.id))).toBe(1);
		const again = await createSnapshot(bench.on, target, nightly({ quiesce: 'require' }));
		expect(again).toMatchObject({ action: 'existing', snapshot: { consistency: 'quiesced' } });
	});

	it.each(['dead', 'failing', 'off'] as const)(
		'is left undone when it must be and the agent is %s',
		async (agent) => {
			for (const failedFreeze of ['logged', 'warning'] as const) {
				const { bench, target } = await withAgent(agent, { quirks: { failedFreeze } });
				const order = nightly({ quiesce: 'require' });
				const error = await refusalOf(createSnapshot(bench.on, target, order));
				expect(error.option).toBe('quiesce');
				expect(bench.simulator.snapshotsOf(Number(target.id))).toEqual([]);
			}
		},
	);

	it.each(['dead', 'failing', 'off'] as const)(
		'is made with a warning when it should be and the agent is %s',
		async (agent) => {
			const { bench, target } = await withAgent(agent);
			const made = await createSnapshot(bench.on, target, nightly({ quiesce: 'prefer' }));
			expect(made.snapshot.consistency).toBe('crash');
			expect(made.warnings.map(({ code }) => code)).toEqual(['QUIESCE_NOT_ACHIEVED']);
			expect(bench.simulator.snapshotsOf(Number(target.id))).toHaveLength(1);
		},
	);
});

describe('an answer that was lost', () => {
	it.each(['dropAfter', 'malformed', 'badGateway'] as const)(
		'by %s makes no second snapshot',
		async (kind) => {
			const bench = await proxmoxBench();
			const target = await bench.target('web-01');
			bench.simulator.fault('POST /nodes', { kind });
			await createSnapshot(bench.on, target, onDemand('run-1')).catch(() => undefined);
			const again = await createSnapshot(bench.on, target, onDemand('run-1'));
			expect(['created', 'existing']).toContain(again.action);
			expect(bench.simulator.snapshotsOf(100)).toHaveLength(1);
		},
	);
});

it('a lock is waited out', async () => {
	const bench = await proxmoxBench();
	const target = await bench.target('web-01');
	bench.simulator.lock(100, 'backup');
	let looks = 0;
	bench.simulator.fault(({ path }) => path.endsWith('/status/current') && (looks += 1) > 2, {
		kind: 'meanwhile',
		happens: () => bench.simulator.unlock(100),
	});
	const made = await createSnapshot(bench.on, target, nightly());
	expect(made.action).toBe('created');
	expect(looks).toBeGreaterThan(2);
});

it('a hold is written into the description, where others see it', async () => {
	const bench = await proxmoxBench();
	const target = await bench.target('web-01');
	const { snapshot } = await createSnapshot(bench.on, target, nightly());
	const hold = { by: 'Zoë', reason: 'audit' };
	const held = await holdSnapshot(bench.on, target, {
		snapshot: { by: 'id', value: snapshot.id },
		change: { to: 'held', hold },
		patience: PATIENCE,
	});
	expect(held.snapshot).toMatchObject({ held: true, mark: { hold } });
	expect(bench.simulator.snapshotsOf(100)[0]?.description).toContain('holdReason=audit');
});

it('an account whose ticket ends while a task runs logs in again and goes on', async () => {
	const bench = await proxmoxBench({
		durations: { snapshot: 100, sessionIdle: 60 },
		login: ({ credentials: { username, password } }) => ({ username, password }),
	});
	const made = await bench.take(await bench.target('web-01'));
	expect(made.state).toBe('ready');
	expect(bench.calls().filter((call) => call === 'POST /access/ticket')).toHaveLength(2);
	expect(bench.calls().filter((call) => call.endsWith('/100/snapshot'))).toHaveLength(2);
});
