import { comeToRest } from '../../support/clock';
import { pollingClock } from '../../support/pollingClock';
import { snapshotCalled, TestBench, type Given } from './testBench';
import type { SoapAnswer } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const COLLECTOR = 'PropertyCollector:propertyCollector';

const filterOn = (type: string, value: string, ...paths: string[]): string =>
	`<spec><propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet><objectSet><obj type="${type}">${value}</obj></objectSet></spec><partialUpdates>false</partialUpdates>`;

const wait = async (
	{ client }: Pick<Given, 'client'>,
	version: string,
	maxWaitSeconds?: number,
): Promise<SoapAnswer> => {
	const options =
		maxWaitSeconds === undefined
			? ''
			: `<options><maxWaitSeconds>${maxWaitSeconds}</maxWaitSeconds></options>`;
	return await client.call(
		'WaitForUpdatesEx',
		COLLECTOR,
		`<version>${version}</version>${options}`,
	);
};

const versionIn = ({ xml }: SoapAnswer): string =>
	/<version>([^<]*)<\/version>/.exec(xml)?.[1] ?? '';

/** Lets a request that is under way arrive at its sleep. */
const asleep = async ({ clock }: Given): Promise<void> => {
	while (clock.sleepers() === 0) await comeToRest();
};

describe('a filter', () => {
	it('tells everything at first, then what changes, as soon as it does', async () => {
		const given = await bench.given({ pace: 1 });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await client.returned(
			'CreateSnapshot_Task',
			`VirtualMachine:${vm}`,
			snapshotCalled('s'),
		);
		const filter = await client.returned(
			'CreateFilter',
			COLLECTOR,
			filterOn('Task', task, 'info.state', 'info.result'),
		);
		const first = await wait(given, '');
		expect(first.xml).toContain(`<filter type="PropertyFilter">${filter}</filter>`);
		expect(first.xml).toContain('<kind>enter</kind>');
		expect(first.xml).toContain('<op>assign</op><val xsi:type="TaskInfoState">queued</val>');
		const second = wait(given, versionIn(first));
		await asleep(given);
		await clock.advance(500);
		expect((await second).xml).toContain('<kind>modify</kind>');
		expect((await second).xml).toContain('running');
		expect((await second).xml).not.toContain('info.result');
		const third = wait(given, versionIn(await second));
		await asleep(given);
		await clock.advance(4000);
		expect((await third).xml).toContain('success');
		expect((await third).xml).toContain('<name>info.result</name>');
		expect((await client.call('DestroyPropertyFilter', `PropertyFilter:${filter}`)).status).toBe(
			200,
		);
		expect((await wait(given, versionIn(await third), 0)).xml).not.toContain('returnval');
	});

	it('wakes by what somebody else does', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned(
			'CreateFilter',
			COLLECTOR,
			filterOn('VirtualMachine', vm, 'runtime.powerState'),
		);
		const first = await wait(given, '');
		const second = wait(given, versionIn(first), 60);
		await asleep(given);
		simulator.setPower(vm, 'suspended');
		expect((await second).xml).toContain('suspended');
	});

	it('tells by leaving that its object is gone', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned('CreateFilter', COLLECTOR, filterOn('VirtualMachine', vm, 'name'));
		const first = await wait(given, '');
		simulator.removeVm(vm);
		expect((await wait(given, versionIn(first), 0)).xml).toContain(
			`<kind>leave</kind><obj type="VirtualMachine">${vm}</obj>`,
		);
	});

	it('of nothing new answers with nothing when the time is up', async () => {
		const given = await bench.given();
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned('CreateFilter', COLLECTOR, filterOn('VirtualMachine', vm, 'name'));
		const first = await wait(given, '');
		const second = wait(given, versionIn(first), 30);
		await asleep(given);
		await clock.advance(30_000);
		expect(await second).toMatchObject({ status: 200 });
		expect((await second).xml).not.toContain('returnval');
	});

	it('begins anew with an empty version, and knows no version but its last', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned('CreateFilter', COLLECTOR, filterOn('VirtualMachine', vm, 'name'));
		await wait(given, '');
		expect((await wait(given, '', 0)).xml).toContain('web-01');
		expect((await wait(given, '1', 0)).fault).toBe('InvalidCollectorVersion');
	});

	it('tells no more objects at once than asked for, and says that there are more', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		for (const name of ['a', 'b']) {
			await client.returned(
				'CreateFilter',
				COLLECTOR,
				filterOn('VirtualMachine', simulator.addVm({ name }), 'name'),
			);
		}
		const most = '<options><maxObjectUpdates>1</maxObjectUpdates></options>';
		const first = await client.call('WaitForUpdatesEx', COLLECTOR, `<version></version>${most}`);
		expect(first.xml.match(/<objectSet>/g)).toHaveLength(1);
		expect(first.xml).toContain('<truncated>true</truncated>');
		const second = await client.call(
			'WaitForUpdatesEx',
			COLLECTOR,
			`<version>${versionIn(first)}</version>${most}`,
		);
		expect(second.xml.match(/<objectSet>/g)).toHaveLength(1);
		expect(second.xml).not.toContain('truncated');
	});

	it('of an object that is not there can’t be made', async () => {
		const { client } = await bench.given();
		const answer = await client.call('CreateFilter', COLLECTOR, filterOn('Task', 'task-0', 'info'));
		expect(answer.fault).toBe('ManagedObjectNotFound');
	});
});

describe('a wait', () => {
	it('can be cancelled, and ends with its collector', async () => {
		const given = await bench.given();
		const { client } = given;
		const own = await client.returned('CreatePropertyCollector', COLLECTOR);
		const on = `PropertyCollector:${own}`;
		const options = '<version/><options><maxWaitSeconds>60</maxWaitSeconds></options>';
		const first = client.call('WaitForUpdatesEx', on, options);
		await asleep(given);
		await client.call('CancelWaitForUpdates', on);
		expect((await first).fault).toBe('RequestCanceled');
		const second = client.call('WaitForUpdatesEx', on, options);
		await asleep(given);
		await client.call('DestroyPropertyCollector', on);
		expect((await second).fault).toBe('ManagedObjectNotFound');
	});

	it('ends with the simulator', async () => {
		const given = await bench.given();
		const pending = wait(given, '').catch((error: Error) => error.message);
		while (given.simulator.calls('WaitForUpdatesEx') === 0) await comeToRest();
		await given.simulator.close();
		expect(await pending).toContain('hang up');
	});

	it('gets on by itself on a clock that somebody else advances in small steps only', async () => {
		const { simulator, client } = await bench.given({ clock: pollingClock(), pace: 1 });
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await client.returned('RemoveAllSnapshots_Task', `VirtualMachine:${vm}`);
		await client.returned('CreateFilter', COLLECTOR, filterOn('Task', task, 'info.state'));
		let answer = await wait({ client }, '');
		for (let looks = 0; looks < 20 && !answer.xml.includes('success'); looks += 1) {
			answer = await wait({ client }, versionIn(answer), 600);
		}
		expect(answer.xml).toContain('success');
	});
});
