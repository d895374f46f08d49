import { sendTo } from '../../support/simulatedHttps';
import { snapshotCalled, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CREATE = 'CreateSnapshot_Task';

async function refused(parameters: string): Promise<string> {
	const { simulator, client } = await bench.given();
	const vm = simulator.addVm({ name: 'web-01' });
	const { status, fault, faultText } = await client.call(
		CREATE,
		`VirtualMachine:${vm}`,
		parameters,
	);
	expect([status, fault]).toEqual([500, 'InvalidRequest']);
	expect(simulator.snapshotsOf(vm)).toEqual([]);
	return faultText ?? '';
}

describe('a call', () => {
	it.each([
		['an element that nobody knows', `${snapshotCalled('s')}<extra/>`, '"extra" seen'],
		[
			'a name after its description',
			'<description/><name>s</name><memory>false</memory><quiesce>false</quiesce>',
			'"name" seen',
		],
		['an element twice', `<name>a</name>${snapshotCalled('s')}`, '"name" seen'],
		[
			'quiesce before memory',
			'<name>s</name><quiesce>false</quiesce><memory>false</memory>',
			'"memory" seen',
		],
		['a required element missing', '<name>s</name><memory>false</memory>', 'quiesce is missing'],
		[
			'a truth that is none',
			snapshotCalled('s').replace('false', 'no'),
			'"no" is not a valid value of type boolean',
		],
		['an element inside a text', snapshotCalled('<b>s</b>'), '"b" seen'],
		[
			'an element of another namespace',
			snapshotCalled('s').replace('<name>', '<name xmlns="urn:vim2">'),
			'"name" seen',
		],
	])('with %s is refused, and told where', async (_what, parameters, told) => {
		const text = await refused(parameters);
		expect(text).toContain(told);
		expect(text).toContain(`call information for method ${CREATE}`);
		expect(text).toContain('while parsing SOAP body\nat line 1, column 0');
	});

	it('may leave out what is optional', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		await client.returned(CREATE, on, '<name>s</name><memory>0</memory><quiesce>1</quiesce>');
	});

	it.each([
		[
			'without _this',
			`<${CREATE} xmlns="urn:vim25">${snapshotCalled('s')}</${CREATE}>`,
			'_this is missing',
		],
		[
			'on a reference without a type',
			`<${CREATE} xmlns="urn:vim25"><_this>vm-41</_this>${snapshotCalled('s')}</${CREATE}>`,
			'attribute type is missing',
		],
		[
			'on an object of another type',
			`<${CREATE} xmlns="urn:vim25"><_this type="Folder">group-d1</_this>${snapshotCalled('s')}</${CREATE}>`,
			'Type mismatch',
		],
		[
			'without a namespace',
			`<${CREATE} xmlns=""><_this type="VirtualMachine">vm-41</_this></${CREATE}>`,
			'Unable to resolve WSDL method name CreateSnapshot_Task',
		],
		[
			'of a method that there is not',
			'<CreateSnapshot xmlns="urn:vim25"/>',
			'Unable to resolve WSDL method name CreateSnapshot for',
		],
		['of nothing', '', 'Expected one method'],
	])('%s is refused', async (_what, call, told) => {
		const { simulator, client } = await bench.given();
		simulator.addVm({ name: 'web-01' });
		const { fault, faultText } = await client.send(call);
		expect([fault, faultText]).toEqual(['InvalidRequest', expect.stringContaining(told)]);
	});

	it('on a VM that is not there is ManagedObjectNotFound', async () => {
		const { client } = await bench.given();
		const answer = await client.call(CREATE, 'VirtualMachine:vm-0', snapshotCalled('s'));
		expect(answer).toMatchObject({ status: 500, fault: 'ManagedObjectNotFound' });
	});
});

describe('XML', () => {
	it.each([
		['an ampersand of its own', 'a & b'],
		['an entity of a document type', 'a &nbsp; b'],
		['a character that XML does not have', 'a \u0001 b'],
		['such a character as a reference', 'a &#1; b'],
		['an element without its end', '<a>'],
	])('with %s is no XML', async (_what, name) => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		const { fault, faultText } = await client.call(CREATE, on, snapshotCalled(name));
		expect(fault).toBe('InvalidRequest');
		expect(faultText).toContain('Error returned by expat parser');
	});

	it('that is text of another kind, or a document type, is refused', async () => {
		const { client } = await bench.given();
		for (const text of ['{}', '', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<a/>']) {
			expect(await client.sendText(text)).toMatchObject({ status: 500, fault: 'InvalidRequest' });
		}
	});

	it('is understood with prefixes, references and CDATA of any kind', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const { status } = await client.sendText(
			'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:v="urn:vim25"><e:Header><operationID>n8n-1</operationID></e:Header><e:Body>' +
				`<v:${CREATE}><v:_this type="VirtualMachine">${vm}</v:_this><v:name> &#x41;&#66;&lt;<![CDATA[<&amp;>]]> </v:name>` +
				`<v:memory>false</v:memory><v:quiesce>false</v:quiesce></v:${CREATE}></e:Body></e:Envelope>`,
		);
		expect(status).toBe(200);
		expect(simulator.snapshotsOf(vm)[0]?.name).toBe(' AB<<&amp;> ');
	});

	it('needs its own namespace for xsi:type', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		const typed = (attribute: string): string =>
			`<name>s</name><memory>false</memory><quiesceSpec ${attribute}><vssBackupType>1</vssBackupType></quiesceSpec>`;
		const call = async (attribute: string): Promise<string | undefined> =>
			(await client.call('CreateSnapshotEx_Task', on, typed(attribute))).fault;
		const type = '="VirtualMachineWindowsQuiesceSpec"';
		expect(await call(`type${type}`)).toBe('InvalidRequest');
		expect(await call(`xmlns:x="urn:x" x:type${type}`)).toBe('InvalidRequest');
		expect(await call(`unbound:type${type}`)).toBe('InvalidRequest');
		expect(await call('xsi:type="Unknown"')).toBe('InvalidRequest');
		expect(await call(`xmlns:v="urn:vim25" xsi:type="v:VirtualMachineWindowsQuiesceSpec"`)).toBe(
			undefined,
		);
	});
});

describe('a version', () => {
	it.each([
		['urn:vim25/6.5', 200],
		['"urn:vim25/8.0.3.0"', 200],
		['urn:vim25/9.0.0.0', 500],
		['urn:vim25/8.0.3.9', 500],
		['urn:vim26/6.5', 500],
		[undefined, 200],
	])('%s is answered with %s', async (version, status) => {
		const { client } = await bench.given();
		client.version = version;
		const answer = await client.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
		expect(answer.status).toBe(status);
		if (status === 500) expect(answer.faultText).toContain(`Unsupported version URI "${version}"`);
	});

	it('that is not told is the oldest, which does not know much', async () => {
		const { client } = await bench.given();
		client.version = undefined;
		const root =
			'<propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet>';
		expect((await client.retrieve(root)).faultText).toContain('Unable to resolve WSDL method name');
	});

	it('of all is listed for everybody, newest first', async () => {
		const { simulator } = await bench.given({ apiVersion: '7.0.3.0' });
		const { body, headers } = await sendTo(simulator, {
			method: 'GET',
			path: '/sdk/vimServiceVersions.xml',
		});
		expect(headers['content-type']).toContain('text/xml');
		expect(body).toContain(
			'<name>urn:vim25</name><version>7.0.3.0</version><priorVersions><version>7.0.2.0</version>',
		);
		expect(body).toContain('<version>6.5</version>');
	});
});

describe('an address', () => {
	it.each([
		['GET', '/sdk', 405],
		['POST', '/api/session', 404],
		['GET', '/sdk/vim25/8.0.1.0/ServiceInstance/ServiceInstance/content', 404],
	])('%s %s is not served', async (method, path, status) => {
		const { simulator } = await bench.given();
		expect((await sendTo(simulator, { method, path })).status).toBe(status);
	});

	it('of JSON is read as SOAP by an ESXi host, in vain', async () => {
		const { simulator } = await bench.given({ apiType: 'HostAgent' });
		const path = '/sdk/vim25/8.0.1.0/SessionManager/ha-sessionmgr/Login';
		const { status, body } = await sendTo(simulator, { method: 'POST', path, body: {} });
		expect([status, body]).toEqual([500, expect.stringContaining('expat parser')]);
	});
});
