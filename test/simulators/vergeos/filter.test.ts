import { NOW_SECONDS, TestBench, type Given } from './testBench';
import { encoded } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function givenNames(): Promise<Given & { names: (filter: string) => Promise<unknown[]> }> {
	const given = await bench.given();
	for (const name of ['Web-01', 'web-02', "it's", 'a\\b', 'brace {x}', 'db']) {
		given.simulator.addVm({ name, running: name === 'db', cpuCores: name.length });
	}
	const names = async (filter: string): Promise<unknown[]> =>
		(await given.client.rows('vms', { filter, fields: 'name', sort: '+$key' })).map(
			({ name }) => name,
		);
	return { ...given, names };
}

describe('a filter', () => {
	it.each([
		["name eq 'db'", ['db']],
		["name ne 'db' and cpu_cores gt 6", ['brace {x}']],
		['cpu_cores ge 6 and cpu_cores le 6', ['Web-01', 'web-02']],
		['cpu_cores lt 3', ['db']],
		["name bw 'web'", ['web-02']],
		["name ew '-01'", ['Web-01']],
		["name ct 'WEB'", ['Web-01', 'web-02']],
		["name cs 'web'", ['web-02']],
		["name rx '^[Ww]eb-0[12]$'", ['Web-01', 'web-02']],
		['machine#status#running eq true', ['db']],
		['machine#status#running eq 1', ['db']],
		['machine#snapshot_profile ne null', []],
	])('%s', async (filter, wanted) => {
		expect(await (await givenNames()).names(filter)).toEqual(wanted);
	});

	it('takes and and or from left to right, unless parentheses say otherwise', async () => {
		const { names } = await givenNames();
		const [db, web, few] = ["name eq 'db'", "name eq 'web-02'", 'cpu_cores gt 100'];
		expect(await names(`${db} or ${web} and ${few}`)).toEqual([]);
		expect(await names(`${db} or (${web} and ${few})`)).toEqual(['db']);
	});

	it('escapes by backslash', async () => {
		const { names } = await givenNames();
		expect(await names("name eq 'it\\'s'")).toEqual(["it's"]);
		expect(await names("name eq 'a\\\\b'")).toEqual(['a\\b']);
		expect(await names("name eq 'brace \\{x}'")).toEqual(['brace {x}']);
	});

	it('swallows an unescaped balanced brace, so that the name is missed', async () => {
		expect(await (await givenNames()).names("name eq 'brace {x}'")).toEqual([]);
	});

	it.each([
		"name like 'web'",
		'$key in (1,2)',
		"name contains 'web'",
		"startswith(name,'web')",
		"name eq 'it''s'",
		"name eq 'brace {x'",
		"name eq 'open",
		"(name eq 'db'",
		"name eq 'db')",
		'name eq db',
		'name',
		"name eq 'db' and",
		"name rx '('",
		'expires lt {$sub({$now},1)}',
	])('%s is an invalid argument', async (filter) => {
		const { client } = await givenNames();
		expect(await client.send('GET', `/vms?${encoded({ filter })}`)).toMatchObject({
			status: 422,
			body: { err: 'Invalid argument' },
		});
	});

	it('counts with the server’s own clock', async () => {
		const { client, simulator, clock } = await givenNames();
		const id = simulator.keyOf('vm', 'db');
		simulator.addSnapshot({ level: 'vm', id }, { name: 'soon', expires: NOW_SECONDS + 100 });
		simulator.addSnapshot({ level: 'vm', id }, { name: 'late', expires: NOW_SECONDS + 9000 });
		const expiring = { filter: 'expires gt 0 and expires lt {$add({$now},1000)}', fields: 'name' };
		expect(await client.rows('machine_snapshots', expiring)).toEqual([{ name: 'soon' }]);
		await clock.advance(8_500_000);
		expect(await client.rows('machine_snapshots', expiring)).toEqual([{ name: 'late' }]);
	});
});
