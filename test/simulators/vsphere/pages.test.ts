import { TestBench } from './testBench';
import { NAMES, namesIn, through, view } from './testQueries';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('pages', () => {
	it.each([
		['that the client asks for', '<maxObjects>2</maxObjects>', Infinity],
		['that the server cuts', '', 2],
		['that the server cuts smaller', '<maxObjects>100</maxObjects>', 2],
	])('%s come by tokens, each good for once', async (_what, options, pageLimit) => {
		const { simulator, client } = await bench.given({ pageLimit });
		simulator.grow(5);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const names: string[] = [];
		let { xml } = await client.retrieve(through(own, NAMES), options);
		for (;;) {
			names.push(...namesIn(xml));
			const token = /<token>([^<]*)<\/token>/.exec(xml)?.[1];
			if (token === undefined) break;
			const parameters = `<token>${token}</token>`;
			const next = await client.call(
				'ContinueRetrievePropertiesEx',
				'PropertyCollector:propertyCollector',
				parameters,
			);
			const again = await client.call(
				'ContinueRetrievePropertiesEx',
				'PropertyCollector:propertyCollector',
				parameters,
			);
			expect([next.status, again.fault]).toEqual([200, 'InvalidArgument']);
			({ xml } = next);
		}
		expect(names).toEqual(['more-1', 'more-2', 'more-3', 'more-4', 'more-5']);
		expect(simulator.calls('ContinueRetrievePropertiesEx')).toBe(4);
	});

	it('that nobody wants any more can be cancelled', async () => {
		const { simulator, client } = await bench.given({ pageLimit: 1 });
		simulator.grow(2);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const { xml } = await client.retrieve(through(own, NAMES));
		const token = /<token>[^<]*<\/token>/.exec(xml)?.[0] ?? '';
		const on = 'PropertyCollector:propertyCollector';
		expect((await client.call('CancelRetrievePropertiesEx', on, token)).status).toBe(200);
		expect((await client.call('ContinueRetrievePropertiesEx', on, token)).fault).toBe(
			'InvalidArgument',
		);
	});

	it('are unknown to the older method, which tells everything at once', async () => {
		const { simulator, client } = await bench.given({ pageLimit: 1 });
		simulator.grow(3);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const { xml } = await client.call(
			'RetrieveProperties',
			'PropertyCollector:propertyCollector',
			`<specSet>${through(own, NAMES)}</specSet>`,
		);
		expect(namesIn(xml)).toEqual(['more-1', 'more-2', 'more-3']);
		expect(xml.match(/<returnval><obj /g)).toHaveLength(3);
	});

	it('of less than one object are refused', async () => {
		const { client } = await bench.given();
		const root =
			'<propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet>';
		expect((await client.retrieve(root, '<maxObjects>0</maxObjects>')).fault).toBe(
			'InvalidArgument',
		);
	});

	it('without anything are no page at all', async () => {
		const { simulator, client } = await bench.given();
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const none = '<RetrievePropertiesExResponse xmlns="urn:vim25"></RetrievePropertiesExResponse>';
		expect((await client.retrieve(through(own, NAMES))).xml).toContain(none);
		simulator.quirks.emptyResult = 'empty';
		expect((await client.retrieve(through(own, NAMES))).xml).toContain('<returnval></returnval>');
	});
});
