import { Misunderstanding, RefusedAnswer } from '../../../drivers/failures';
import { nameFrom, nameToSend } from '../../../drivers/vsphere/names';
import { isAtLeast } from '../../../drivers/vsphere/serviceContent';
import { objectIn, readAnswer, VimFault } from '../../../drivers/vsphere/soap/answer';
import { data, dataOf, envelopeOf, text } from '../../../drivers/vsphere/soap/request';
import { flag, instant, one, record, reference, whole } from '../../../drivers/vsphere/soap/value';
import { elementAt, parseXml, textOf } from '../../../drivers/xml';
import { thrownBy } from '../../support/thrownBy';
import { soapFault } from './bench';

const VM = { type: 'VirtualMachine', value: 'vm-42' };

const HOSTILE = [
	'</name><name>two',
	'<![CDATA[x]]>',
	'<!DOCTYPE x>',
	'&amp; &lt; &#65; &unknown;',
	'"quotes" and \'quotes\'',
	'line\nbreak\r\nand\ttab',
	'  blanks at the ends  ',
	'Überprüfung ☂ 🗄️ 日本語',
	']]>',
];

describe('a call', () => {
	it.each(HOSTILE)('carries %j as data', (name) => {
		const call = { method: 'RenameSnapshot', on: VM, parameters: [text('name', name)] };
		const envelope = parseXml(envelopeOf(call));
		expect(textOf(elementAt(envelope, 'Body', 'RenameSnapshot', 'name'))).toBe(name);
	});

	it('of a name with what XML can’t hold is well-formed all the same', () => {
		const call = { method: 'M', on: VM, parameters: [text('name', 'a\u0000b\ud800c')] };
		const envelope = parseXml(envelopeOf(call));
		expect(textOf(elementAt(envelope, 'Body', 'M', 'name'))).toBe('a\ufffdb\ufffdc');
	});

	it('keeps the order of the schema, leaves out what is absent, and tells kinds', () => {
		const spec = dataOf('spec', 'Kind', text('b', '2'), text('none', undefined), text('a', '1'));
		const xml = envelopeOf({ method: 'M', on: VM, parameters: [data('outer', spec)] });
		expect(xml).toContain(
			'<M xmlns="urn:vim25"><_this type="VirtualMachine">vm-42</_this><outer><spec xsi:type="Kind"><b>2</b><a>1</a></spec></outer></M>',
		);
	});
});

const answer = (body: string, status = 200) => ({ status, body });

const envelope = (content: string, prefix = 'soapenv'): string =>
	`<${prefix}:Envelope xmlns:${prefix}="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><${prefix}:Header/><${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`;

describe('an answer', () => {
	it('is read whatever its prefixes are', () => {
		const body = envelope(
			'<v:MResponse xmlns:v="urn:vim25"><returnval i:type="v:Kind"><v:n>7</v:n></returnval></v:MResponse>',
			's',
		);
		const [value] = readAnswer('M', answer(body), 'vc:443');
		expect(value).toMatchObject({ kind: 'Kind' });
		expect(record({ n: one(whole) }).parse(value)).toEqual({ n: 7 });
	});

	it('keeps its objects as text until each is asked for', () => {
		const page =
			'<MResponse xmlns="urn:vim25"><returnval><v:objects><n>1</n></v:objects><v:objects><n>&lt;objects&gt;</n></v:objects><token>t</token></returnval></MResponse>';
		const [value] = readAnswer('M', answer(envelope(page)), 'vc');
		const { objects = [] } = value?.members ?? {};
		expect(objects.map((one) => objectIn(one, 'vc').members.n?.[0]?.text)).toEqual([
			'1',
			'<objects>',
		]);
		expect(value?.members.token?.[0]?.text).toBe('t');
	});

	it('with an object that is no XML is not understood once that is asked for', () => {
		const page = '<MResponse><returnval><objects><a></b></objects></returnval></MResponse>';
		const [value] = readAnswer('M', answer(envelope(page)), 'vc');
		const [broken] = value?.members.objects ?? [];
		if (broken === undefined) throw new Error('No object was told');
		expect(thrownBy(() => objectIn(broken, 'vc'))).toBeInstanceOf(Misunderstanding);
	});

	it('is none where nothing is returned', () => {
		expect(readAnswer('M', answer(envelope('<MResponse xmlns="urn:vim25"/>')), 'vc')).toEqual([]);
	});

	it('with a fault tells its type by the type, not by its words or the element', () => {
		const named = soapFault('NotSupported').replace('<NotSupportedFault', '<OtherFault');
		const body = named.replace('</NotSupportedFault', '</OtherFault');
		const fault = thrownBy(() => readAnswer('M', answer(body, 500), 'vc'));
		expect(fault).toBeInstanceOf(VimFault);
		expect(fault).toMatchObject({ type: 'NotSupported', said: 'Ŵörds of NotSupported' });
	});

	it('with a fault that has no detail still says what vSphere said', () => {
		const fault = envelope(
			'<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring> Odd </faultstring></soapenv:Fault>',
		);
		const thrown = thrownBy(() => readAnswer('M', answer(fault, 500), 'vc'));
		expect(thrown).toMatchObject({ type: '', said: 'Odd' });
	});
});

const BOMB = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><a>&lol2;</a>';
const OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';

describe('a hostile body', () => {
	it.each([
		['a document type with entities', BOMB],
		['a document type that names a file', OUTSIDE],
		['elements that are nested without end', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
		['half an answer', envelope('<MResponse/>').slice(0, 150)],
		['JSON', '{"value": 1}'],
		['an empty body', ''],
		['the answer to another question', envelope('<NResponse xmlns="urn:vim25"/>')],
		['another document', '<html><Body><MResponse/></Body></html>'],
		['names that JavaScript stumbles over', envelope('<__proto__><x/></__proto__>')],
	])('is not understood: %s', (_what, body) => {
		const thrown = thrownBy(() => readAnswer('M', answer(body), 'vc'));
		expect(thrown).toBeInstanceOf(Misunderstanding);
		expect(String(thrown)).not.toMatch(/root:/);
	});

	it('of a failing proxy is told by its status', () => {
		const thrown = thrownBy(() => readAnswer('M', answer('<html><br></html>', 502), 'vc'));
		expect(thrown).toBeInstanceOf(RefusedAnswer);
		expect(thrown).toMatchObject({ status: 502, said: '' });
	});

	it('leaves unknown entities as they are', () => {
		const body = envelope('<MResponse><returnval>&xxe;</returnval></MResponse>');
		expect(readAnswer('M', answer(body), 'vc')[0]?.text).toBe('&xxe;');
	});
});

describe('a value', () => {
	const value = (words: string, refType?: string) => ({
		kind: undefined,
		refType,
		text: words,
		members: {},
	});

	it.each([
		[flag, 'true', true],
		[flag, '0', false],
		[whole, '-12', -12],
		[instant, '2026-11-22T02:00:00.5Z', new Date('2026-11-22T02:00:00.5Z')],
		[instant, '2026-11-22T03:00:00+01:00', new Date('2026-11-22T02:00:00Z')],
	])('is read by its kind (%#)', (schema, words, meaning) => {
		expect(schema.parse(value(words))).toEqual(meaning);
	});

	it.each([
		[flag, 'yes'],
		[whole, '1e9'],
		[whole, ''],
		[instant, 'yesterday'],
		[reference, ''],
	])('that is malformed is refused (%#)', (schema, words) => {
		expect(schema.safeParse(value(words, 'Task')).success).toBe(false);
	});
});

describe('names', () => {
	it.each(['100%', 'a/b\\c', '%', '%%25', 'Ünïcode'])('%j comes back as it was sent', (name) => {
		const kept = nameToSend(name).replaceAll('/', '%2f').replaceAll('\\', '%5c');
		expect(nameFrom(kept)).toBe(name);
	});
});

describe('versions of the API', () => {
	it.each([
		['6.5', true],
		['6.10', true],
		['6.7.3', true],
		['8.0.3.0', true],
		['6', false],
		['6.0', false],
		['5.5', false],
	])('%s is at least 6.5: %s', (version, isNewEnough) => {
		expect(isAtLeast(version, '6.5')).toBe(isNewEnough);
	});
});
