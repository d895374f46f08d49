import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const ORDER = {
	name: 'web-02',
	source: { type: 'copy', source: 'web-01' },
	profiles: ['default'],
};

const givenCluster = async (): Promise<Given> => await bench.given({ members: ['north', 'south'] });

describe('a cluster', () => {
	it('tells its members, and where things are', async () => {
		const { client, simulator } = await givenCluster();
		simulator.addInstance({ name: 'db-01', location: 'south' });
		expect(await client.get('')).toMatchObject({
			environment: { server_clustered: true, server_name: 'north' },
		});
		expect(await client.get('/cluster')).toMatchObject({ enabled: true, server_name: 'north' });
		expect(await client.list('/cluster/members?recursion=1')).toMatchObject([
			{ server_name: 'north', status: 'Online' },
			{ server_name: 'south', status: 'Online' },
		]);
		expect(await client.list('/instances?recursion=1')).toMatchObject([
			{ name: 'db-01', location: 'south' },
			{ name: 'web-01', location: 'north' },
		]);
		const path = '/instances/db-01/snapshots';
		expect(await client.succeed('POST', path, { name: 's1' })).toMatchObject({ location: 'south' });
	});

	it('puts a copy where it is told to, else to its source', async () => {
		const { client } = await givenCluster();
		await client.succeed('POST', '/instances', ORDER);
		await client.succeed('POST', '/instances?target=south', { ...ORDER, name: 'web-03' });
		const instances = await client.list('/instances?recursion=1');
		expect(instances.map(({ location }) => location)).toEqual(['north', 'north', 'south']);
		const { status, body } = await client.send('POST', '/instances?target=west', {
			...ORDER,
			name: 'web-04',
		});
		expect([status, body.error]).toEqual([404, 'Cluster member not found']);
	});

	it('tells little of what is on a member that is away, and does nothing there', async () => {
		const { client, simulator } = await givenCluster();
		simulator.addInstance({ name: 'db-01', location: 'south' });
		simulator.setMember('south', false);
		const [away, here] = await client.list('/instances?recursion=2');
		expect(away).toMatchObject({ name: 'db-01', status: 'Error', status_code: 112, config: null });
		expect(here).toMatchObject({ name: 'web-01', status: 'Running' });
		const { status } = await client.send('POST', '/instances/db-01/snapshots', { name: 's1' });
		expect(status).toBe(503);
		const copy = await client.send('POST', '/instances?target=south', ORDER);
		expect(copy.status).toBe(503);
	});

	it('is none where a server stands alone', async () => {
		const { client } = await bench.given();
		expect(await client.get('/cluster')).toMatchObject({ enabled: false });
		const { status, body } = await client.send('GET', '/cluster/members');
		expect([status, body.error]).toEqual([500, 'Server is not clustered']);
		expect((await client.send('POST', '/instances?target=north', ORDER)).status).toBe(400);
	});
});
