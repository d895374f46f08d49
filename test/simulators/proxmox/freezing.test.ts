import { takeSnapshot, TestBench, WEB } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the file systems of a guest', () => {
	it('are frozen where an agent answers, which the log does not mention', async () => {
		const { client, simulator } = await bench.given();
		simulator.addGuest({ name: 'web-01', agent: 'running' });
		await takeSnapshot(client, 'daily1');
		expect(simulator.freezesOf(100)).toBe(1);
		await takeSnapshot(client, 'ram', { vmstate: 1 });
		expect(simulator.freezesOf(100)).toBe(1);
	});

	it.each([
		[{ agent: 'dead' }, 'skipping guest filesystem freeze - agent configured but not running?'],
		[
			{ agent: 'running', freezesFs: false },
			'skipping guest filesystem freeze - disabled in VM options',
		],
		[{ agent: 'frozen' }, 'skipping guest filesystem freeze - already frozen'],
		[
			{ agent: 'failing' },
			'unable to freeze guest fs - failed to freeze /: Device or resource busy',
		],
	] as const)('are not frozen with %j, which the log tells', async (spec, line) => {
		const { client, simulator } = await bench.given();
		simulator.addGuest({ name: 'web-01', ...spec });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'daily1' }));
		expect(await client.outcome(upid)).toBe('OK');
		expect(await client.log(upid)).toContain(line);
		expect(simulator.freezesOf(100)).toBe(0);
	});

	it('that can’t be frozen may be a warning of the task', async () => {
		const { client, simulator } = await bench.given({ quirks: { failedFreeze: 'warning' } });
		simulator.addGuest({ name: 'web-01', agent: 'failing' });
		expect(await takeSnapshot(client, 'daily1')).toBe('WARNINGS: 1');
		expect(await client.snapshots(WEB)).toHaveLength(1);
	});

	it('are left alone without an agent, which the log does not mention either', async () => {
		const { client, simulator } = await bench.given();
		simulator.addGuest({ name: 'web-01' });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'daily1' }));
		expect((await client.log(upid)).join()).not.toContain('freeze');
		expect(simulator.freezesOf(100)).toBe(0);
	});

	it('that are not frozen are told by an older release for a dead agent alone', async () => {
		const { client, simulator } = await bench.givenWeb({ generation: 'older' }, { agent: 'dead' });
		const dead = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		expect((await client.log(dead))[0]).toBe(
			"QEMU Guest Agent is not running - VM 100 qmp command 'guest-ping' failed - got timeout",
		);
		simulator.guest(100).agent = 'running';
		simulator.guest(100).config.agent = 'enabled=1,guest-fsfreeze=0';
		const disabled = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'b2' }));
		expect((await client.log(disabled))[0]).toMatch(/^snapshotting/);
		expect(simulator.freezesOf(100)).toBe(0);
	});
});
