import { TestBench, type Given } from './testBench';
import { encoded } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function givenVms(): Promise<Given> {
	const given = await bench.given();
	for (const [number, name] of ['charlie', 'alpha', 'bravo'].entries()) {
		given.simulator.addVm({ name, cpuCores: number + 1, ram: 1024 });
	}
	return given;
}

const names = (rows: readonly { readonly [column: string]: unknown }[]) =>
	rows.map(({ name }) => name);

describe('fields', () => {
	it('that nobody asked for are not there: a row is little more than its key', async () => {
		const { client } = await givenVms();
		expect(await client.rows('vms')).toEqual([{ $key: 36 }, { $key: 37 }, { $key: 38 }]);
	});

	it('called `all` are the table’s own, without the key and without joins', async () => {
		const { client } = await givenVms();
		const [row = {}] = await client.rows('vms', { fields: 'all' });
		expect(row).toMatchObject({ name: 'charlie', cpu_cores: 1, is_snapshot: false });
		expect(row).not.toHaveProperty('$key');
		expect(row).not.toHaveProperty('running');
		expect(Object.keys(row).filter((name) => name.startsWith('_'))).toEqual([]);
		expect((await client.rows('vms', { fields: '$key,all' }))[0]).toMatchObject({ $key: 36 });
	});

	it('that name nothing count instead', async () => {
		const { client } = await givenVms();
		expect(await client.rows('vms', { fields: '$count' })).toEqual([{ $count: 3 }]);
		const filter = "name eq 'alpha'";
		expect(await client.rows('vms', { fields: '', filter })).toEqual([{ $count: 1 }]);
	});

	it('follow keys from table to table, under names of one’s own', async () => {
		const { client } = await givenVms();
		const fields = [
			'name',
			'machine#$display as machine_name',
			'machine#status#node#name as node',
			'machine#cluster#name as cluster',
			'machine#snapshot_profile#name as profile',
			'machine#status#state',
		].join(',');
		expect((await client.rows('vms', { fields }))[0]).toEqual({
			name: 'charlie',
			machine_name: 'charlie',
			node: 'node1',
			cluster: 'Cluster 1',
			profile: null,
			'machine#status#state': 'online',
		});
	});

	it('calculate', async () => {
		const { client } = await givenVms();
		const fields =
			'count($key) as n,sum(cpu_cores) as cores,max(ram) as most,min(cpu_cores) as few';
		expect(await client.rows('vms', { fields })).toEqual([{ n: 3, cores: 6, most: 1024, few: 1 }]);
		const upper = await client.rows('vms', { fields: 'upper(name) as name', limit: '1' });
		expect(names(upper)).toEqual(['CHARLIE']);
	});

	it.each(['name as', 'nonsense(name)', 'groups[name]'])('%s is invalid', async (fields) => {
		const { client } = await givenVms();
		expect((await client.send('GET', `/vms?${encoded({ fields })}`)).status).toBe(422);
	});
});

describe('a list', () => {
	it('is sorted up or down, by several columns, and by joined ones', async () => {
		const { client, simulator } = await givenVms();
		simulator.setRunning({ level: 'vm', id: 37 }, false);
		const sorted = async (sort: string) =>
			names(await client.rows('vms', { fields: 'name', sort }));
		expect(await sorted('+name')).toEqual(['alpha', 'bravo', 'charlie']);
		expect(await sorted('name')).toEqual(['alpha', 'bravo', 'charlie']);
		expect(await sorted('-cpu_cores')).toEqual(['bravo', 'alpha', 'charlie']);
		expect(await sorted('ram,-name')).toEqual(['charlie', 'bravo', 'alpha']);
		expect(await sorted('machine#status#running,name')).toEqual(['alpha', 'bravo', 'charlie']);
	});

	it('wants the plus sign of `sort` encoded', async () => {
		const { client } = await givenVms();
		expect((await client.send('GET', '/vms?sort=+name')).status).toBe(422);
		expect((await client.send('GET', '/vms?sort=%2Bname')).status).toBe(200);
	});

	it('comes in pages, and whole with a limit of 0', async () => {
		const { client } = await givenVms();
		const page = async (limit: string, offset: string) =>
			names(await client.rows('vms', { fields: 'name', sort: 'name', limit, offset }));
		expect(await page('2', '0')).toEqual(['alpha', 'bravo']);
		expect(await page('2', '2')).toEqual(['charlie']);
		expect(await page('2', '4')).toEqual([]);
		expect(await page('0', '0')).toHaveLength(3);
	});

	it('knows tags through their members', async () => {
		const { client, simulator } = await givenVms();
		const vm = simulator.addVm({ name: 'web', tags: ['production', 'web'] });
		const fields = '$key,member,tag#name as tag';
		expect(await client.rows('tag_members', { fields, sort: 'tag#name' })).toEqual([
			{ $key: 1, member: `vms/${vm}`, tag: 'production' },
			{ $key: 2, member: `vms/${vm}`, tag: 'web' },
		]);
	});
});

describe('an address', () => {
	it.each([
		['GET', '/nothing', 404],
		['GET', '/vms/999', 404],
		['POST', '/vms', 405],
		['PUT', '/tasks/1', 404],
		['PUT', '/clusters/1', 405],
		['DELETE', '/system/1', 405],
		['PATCH', '/vms/36', 405],
	])('%s %s answers %i', async (method, path, status) => {
		const { client } = await givenVms();
		const body = method === 'GET' || method === 'DELETE' ? undefined : {};
		expect((await client.send(method, path, body)).status).toBe(status);
	});

	it('tells the schema of its table', async () => {
		const { client } = await givenVms();
		const { body } = await client.send('GET', '/machine_snapshots/$table');
		expect(body).toMatchObject({ name: 'machine_snapshots', columns: { expires: {} } });
	});

	it('does not take a body that is no JSON object', async () => {
		const { client } = await givenVms();
		expect((await client.send('POST', '/machine_snapshots', '{"machine":')).status).toBe(400);
		expect((await client.send('POST', '/machine_snapshots', [1])).status).toBe(400);
	});
});

describe('answers', () => {
	it('indent their JSON when asked', async () => {
		const { client, simulator } = await givenVms();
		const { apiKey } = simulator.credentials;
		const wide = client.as({ authorization: `Bearer ${apiKey}`, 'x-json-non-compact': '1' });
		const length = async (who: typeof client) =>
			Number((await who.send('GET', '/vms')).headers['content-length']);
		expect(await length(wide)).toBeGreaterThan(await length(client));
	});

	it('may have keys as text, and no body where `{}` is usual', async () => {
		const { client, simulator } = await givenVms();
		simulator.quirks.rowKeys = 'text';
		simulator.quirks.emptyAnswers = true;
		expect(await client.rows('vms')).toContainEqual({ $key: '36' });
		expect(await client.send('PUT', '/vms/36', { description: 'x' })).toMatchObject({
			status: 200,
			body: '',
		});
	});

	it.each([
		['err', { err: 'Invalid argument' }],
		['error', { error: 'Invalid argument' }],
		['errorMessage', { error: { message: 'Invalid argument' } }],
		['message', { message: 'Invalid argument' }],
		['errTrue', { err: true, message: 'Invalid argument' }],
		['text', 'Invalid argument'],
	] as const)('tell errors in the shape %s', async (errorShape, body) => {
		const { client, simulator } = await givenVms();
		simulator.quirks.errorShape = errorShape;
		expect(await client.send('GET', '/vms?filter=x')).toMatchObject({ status: 422, body });
	});
});
