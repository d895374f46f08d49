import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const INSTANCE = '/instances/web-01';
const SNAPSHOTS = `${INSTANCE}/snapshots`;

/** A snapshot with RAM, and other RAM since. */
async function givenMemory(): Promise<Given> {
	const given = await bench.given();
	given.simulator.writeMemory('web-01', 'a thousand visitors');
	await given.client.succeed('POST', SNAPSHOTS, { name: 's1', stateful: true });
	given.simulator.writeMemory('web-01', 'nobody');
	return given;
}

describe('a stateful snapshot', () => {
	it('keeps the RAM, and leaves the VM running', async () => {
		const { client, simulator } = await givenMemory();
		expect(await client.get(`${SNAPSHOTS}/s1`)).toMatchObject({ stateful: true });
		expect(simulator.readMemory('web-01')).toBe('nobody');
	});

	it('takes longer than one of the disk', async () => {
		const { client, clock } = await bench.given({ durations: { snapshot: 1, saveMemory: 9 } });
		const path = await client.begin('POST', SNAPSHOTS, { name: 's1', stateful: true });
		await clock.advance(9_999);
		expect(await client.get(path)).toMatchObject({ status: 'Running' });
		await clock.advance(1);
		expect(await client.get(path)).toMatchObject({ status: 'Success' });
	});

	it.each([
		[
			'a VM that is not set up for it',
			{ name: 'db-01' },
			'Stateful snapshot requires migration.stateful to be set to true',
		],
		[
			'a VM that is off',
			{ name: 'db-01', stateful: true, status: 'Stopped' },
			"Unable to create a stateful snapshot. The instance isn't running",
		],
		[
			'a VM with more RAM than room for it',
			{ name: 'db-01', stateful: true, config: { 'limits.memory': '8GiB' } },
			'Stateful stop and snapshots require the instance limits.memory be less than or equal to the root disk size.state property',
		],
		[
			'a VM whose root disk says nothing of room',
			{ name: 'db-01', config: { 'migration.stateful': 'true' } },
			'Stateful stop and snapshots require the instance limits.memory be less than or equal to the root disk size.state property',
		],
		[
			'a container',
			{ name: 'db-01', type: 'container' },
			"Unable to create a stateful snapshot. CRIU isn't installed",
		],
		[
			'a container that is off',
			{ name: 'db-01', type: 'container', status: 'Stopped' },
			"Unable to create a stateful snapshot. The instance isn't running",
		],
	] as const)('of %s fails in its operation', async (_what, spec, error) => {
		const { client, simulator } = await bench.given();
		simulator.addInstance(spec);
		const path = '/instances/db-01/snapshots';
		expect(await client.failure('POST', path, { name: 's1', stateful: true })).toBe(error);
		expect(await client.names(path)).toEqual([]);
	});
});

it('LXD 5.0 speaks of a stop where it means a snapshot', async () => {
	const { client, simulator } = await bench.given({ flavour: 'lxd', generation: 'older' });
	simulator.addInstance({ name: 'db-01' });
	const order = { name: 's1', stateful: true };
	expect(await client.failure('POST', '/instances/db-01/snapshots', order)).toBe(
		'Stateful stop requires migration.stateful to be set to true',
	);
});

describe('a stateful restore', () => {
	it('brings the RAM back, also to a VM that was off', async () => {
		const { client, simulator } = await givenMemory();
		await client.succeed('PUT', INSTANCE, { restore: 's1', stateful: true });
		expect(simulator.readMemory('web-01')).toBe('a thousand visitors');
		simulator.setStatus('web-01', 'Stopped');
		await client.succeed('PUT', INSTANCE, { restore: 's1', stateful: true });
		expect(simulator.statusOf('web-01')).toBe('Running');
		expect(simulator.readMemory('web-01')).toBe('a thousand visitors');
	});

	it('is none where it is not asked for', async () => {
		const { client, simulator } = await givenMemory();
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.readMemory('web-01')).toBe('');
		simulator.setStatus('web-01', 'Stopped');
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.statusOf('web-01')).toBe('Stopped');
	});

	it('of a snapshot without RAM fails after the disk went back, and leaves the VM off', async () => {
		const { client, simulator } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		simulator.write('web-01', 'shop 2');
		expect(await client.failure('PUT', INSTANCE, { restore: 's1', stateful: true })).toBe(
			'Stateful snapshot restore requested by snapshot is stateless',
		);
		expect([simulator.read('web-01'), simulator.statusOf('web-01')]).toEqual(['shop 1', 'Stopped']);
	});
});
