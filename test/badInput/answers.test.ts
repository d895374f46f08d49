import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { PATIENCE, nightly } from '../support/bench';
import type { Fault } from '../simulators/libvirt';
import { BadInputBench, stateOf, until } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const vms = [{ name: 'web-01' }];

const LOST =
	'Look on the host whether it was done before you run again. Create and delete can be run again at once: what is done is found.';

describe('when the answer to a create is lost', () => {
	it.each<[string, Fault, number]>([
		['because the connection broke', { kind: 'dropAfter' }, 2],
		['because it was cut off', { kind: 'truncated' }, 1],
		['among garbage', { kind: 'garbage' }, 1],
	])(
		'%s, the snapshot that was made is the result, and the only one',
		async (_what, fault, logins) => {
			const { simulator, on, vm } = await bench.given({ vms });
			const target = await vm('web-01');
			simulator.fault('domainSnapshotCreateXML', fault);

			const { action, snapshot } = await createSnapshot(on, target, nightly());
			expect(action).toBe('created');
			expect([...simulator.host.vm('web-01').snapshots.keys()]).toEqual([snapshot.name]);
			expect(simulator.count('domainSnapshotCreateXML')).toBe(1);
			expect(simulator.count('login')).toBe(logins);
		},
	);

	it('and the host with it, the next run finds the snapshot that was made', async () => {
		const { simulator, on, vm } = await bench.given({ vms });
		const target = await vm('web-01');
		simulator.fault('domainSnapshotCreateXML', { kind: 'dropAfter' });
		simulator.fault('login', { kind: 'refuse' });

		const shown = await bench.shown(createSnapshot(on, target, nightly()));
		expect(shown).toEqual({
			code: 'UNREACHABLE',
			message: expect.stringMatching(
				/^The connection to libvirt broke \(.*\); its task to create snapshot Nightly-\S+ of web-01 may have gone on$/,
			),
			description: LOST,
		});
		const again = await bench.login(simulator);
		const { action, snapshot } = await createSnapshot(again.on, target, nightly());
		expect(action).toBe('existing');
		expect([...simulator.host.vm('web-01').snapshots.keys()]).toEqual([snapshot.name]);
	});
});

it('when the answer to a delete is lost, the snapshot is gone and that is the result', async () => {
	const { simulator, on, vm } = await bench.given({ vms });
	const target = await vm('web-01');
	const { snapshot } = await createSnapshot(on, target, nightly());
	simulator.fault('domainSnapshotDelete', { kind: 'dropAfter' });

	const { action } = await removeSnapshot(on, target, {
		snapshot: { by: 'id', value: snapshot.id },
		includeForeign: false,
		preview: false,
		patience: PATIENCE,
	});
	expect(action).toBe('deleted');
	expect(simulator.host.vm('web-01').snapshots.size).toBe(0);
});

it('a connection that breaks before the work leaves nothing, and says what to look for', async () => {
	const { simulator, on, vm } = await bench.given({ vms });
	const target = await vm('web-01');
	const before = stateOf(simulator);
	simulator.fault('domainSnapshotCreateXML', { kind: 'dropBefore' });
	const shown = await bench.shown(createSnapshot(on, target, nightly()));
	expect(shown).toMatchObject({ code: 'UNREACHABLE', description: LOST });
	expect(shown.message).toContain('of web-01 may have gone on');
	expect(stateOf(simulator)).toBe(before);
});

describe('a connection that broke', () => {
	async function broken() {
		const { simulator, on, vm } = await bench.given({ vms });
		const target = await vm('web-01');
		simulator.fault('domainListAllSnapshots', { kind: 'dropBefore' });
		await bench.shown(on.driver.listSnapshots(target, on.signal));
		simulator.clearRequests();
		return { simulator, list: async () => await on.driver.listSnapshots(target, on.signal) };
	}

	it('is made anew at the next use', async () => {
		const { simulator, list } = await broken();
		await expect(list()).resolves.toEqual([]);
		expect(simulator.requests.slice(0, 2).map(({ name }) => name)).toEqual(['login', 'forward']);
	});

	it('is not trusted anew when the host has another key by then', async () => {
		const { simulator, list } = await broken();
		const { port, clientPrivateKey: clientKey, hostKeyFingerprint } = simulator;
		await simulator.close();
		const impostor = await bench.host({ vms, port, clientKey });
		expect(await bench.shown(list())).toMatchObject({
			code: 'TLS',
			message: `Could not list the snapshots of web-01: The host key of 127.0.0.1:${port} is not the expected one: it proved ${impostor.hostKeyFingerprint} (ssh-ed25519), the credential expects ${hostKeyFingerprint}`,
		});
		expect(impostor.requests.map(({ name }) => name)).toEqual(['login']);
	});
});

it('garbage in the place of a list is told as such', async () => {
	const { simulator, on, vm } = await bench.given({ vms });
	const target = await vm('web-01');
	const before = stateOf(simulator);
	simulator.fault('domainListAllSnapshots', { kind: 'garbage' });
	expect(await bench.shown(createSnapshot(on, target, nightly()))).toEqual({
		code: 'INVALID_RESPONSE',
		message:
			'Could not list the snapshots of web-01: libvirt’s answer was not understood (Something other than libvirt answered)',
		description: 'The answer was not understood. Check the system’s version and report it.',
	});
	expect(stateOf(simulator)).toBe(before);
});

it('an answer that never comes ends with the time limit, and says what may still go on', async () => {
	const { simulator, on, clock, vm } = await bench.given({ vms });
	const target = await vm('web-01');
	simulator.fault('domainSnapshotCreateXML', { kind: 'hang' });
	const shown = bench.shown(createSnapshot(on, target, nightly()));
	await until(() => simulator.count('domainSnapshotCreateXML') > 0);
	await clock.advance(3_600_000);
	expect(await shown).toEqual({
		code: 'TIMEOUT',
		message: expect.stringMatching(/^Gave up after 60 min while taking snapshot \S+ of web-01$/),
		description: expect.stringMatching(
			/^The system may still be taking snapshot \S+ of web-01\. Look there, or raise Time Limit in the options\.$/,
		),
	});
});
