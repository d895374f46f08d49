import fc from 'fast-check';
import {
	buildSnapshotXml,
	joinDescription,
	readSnapshotXml,
	splitDescription,
	toSystemSnapshot,
} from '../../../drivers/libvirt/snapshotXml';
import { elementAt, elementsOf, parseXml, textOf, XmlSyntaxError } from '../../../drivers/xml';

const EXTERNAL = `<domainsnapshot>
  <name>nightly-2</name>
  <description>made by us
[quiesced]</description>
  <state>disk-snapshot</state>
  <parent>
    <name>nightly-1</name>
  </parent>
  <creationTime>1794000000</creationTime>
  <memory snapshot='no'/>
  <disks>
    <disk name='vda' snapshot='external' type='file'>
      <driver type='qcow2'/>
      <source file='/img/web.nightly-2-vda'/>
    </disk>
    <disk name='sda' snapshot='no'/>
  </disks>
  <domain><name>web</name><devices/></domain>
  <inactiveDomain><name>web</name><title>of then</title></inactiveDomain>
</domainsnapshot>`;

const INTERNAL = `<domainsnapshot><name>a &amp; b</name><state>running</state>
<creationTime>1794000001</creationTime><memory snapshot='internal'/>
<disks><disk name='vda' snapshot='internal'/></disks></domainsnapshot>`;

describe('a snapshot’s XML', () => {
	it('tells an external one with its overlay, parent and quiescing', () => {
		const snapshot = readSnapshotXml(EXTERNAL);
		expect(snapshot).toMatchObject({
			name: 'nightly-2',
			description: 'made by us',
			quiesced: true,
			parentName: 'nightly-1',
			kind: 'external',
			withMemory: false,
			createdAt: new Date(1_794_000_000_000),
			disks: [
				{ target: 'vda', mode: 'external', overlay: '/img/web.nightly-2-vda' },
				{ target: 'sda', mode: 'no' },
			],
		});
		expect(textOf(elementAt(snapshot.domain, 'title'))).toBe('of then');
	});

	it('tells an internal one with memory, which has no parent and no description', () => {
		expect(toSystemSnapshot(readSnapshotXml(INTERNAL), 'a & b', 'why')).toEqual({
			id: 'a & b',
			name: 'a & b',
			description: '',
			createdAt: new Date(1_794_000_001_000),
			parentId: undefined,
			current: true,
			consistency: 'memory',
			state: 'ready',
		});
	});

	it('says why only the newest external one can be reverted to, where that is so', () => {
		const snapshot = toSystemSnapshot(readSnapshotXml(EXTERNAL), undefined, 'why');
		expect(snapshot).toMatchObject({ revertOnlyWhenNewest: 'why', consistency: 'quiesced' });
		expect(toSystemSnapshot(readSnapshotXml(EXTERNAL), undefined, undefined)).not.toHaveProperty(
			'revertOnlyWhenNewest',
		);
	});

	it.each(['<domainsnapshot/>', '<domainsnapshot><name>x</name></domainsnapshot>', 'nonsense'])(
		'is refused when it lacks what every snapshot has: %s',
		(xml) => {
			expect(() => readSnapshotXml(xml)).toThrow();
		},
	);

	it('is refused when it is no XML', () => {
		expect(() => readSnapshotXml('<a>')).toThrow(XmlSyntaxError);
	});
});

describe('the line that remembers quiescing', () => {
	it('comes off again and leaves any description as it was', () => {
		const lines = fc.array(fc.constantFrom('[quiesced]', '[not quiesced]', 'x', '', ' '));
		const texts = fc.oneof(
			fc.string(),
			lines.map((list) => list.join('\n')),
		);
		fc.assert(
			fc.property(texts, fc.boolean(), (text, quiesced) => {
				fc.pre(!text.includes('\r'));
				expect(splitDescription(joinDescription(text, quiesced))).toEqual({
					description: text,
					quiesced,
				});
			}),
		);
	});

	it('stays out of a plain description', () => {
		expect(joinDescription('text', false)).toBe('text');
	});
});

describe('an order for a snapshot', () => {
	it('names every overlay, and leaves the other disks out', () => {
		const root = parseXml(
			buildSnapshotXml({
				name: 's',
				description: `<&>"'`,
				overlays: new Map([['vda', `/img/it's & more.s-vda`]]),
				otherDisks: ['sda'],
			}),
		);
		const disks = elementsOf(elementAt(root, 'disks'), 'disk');
		expect(textOf(elementAt(root, 'description'))).toBe(`<&>"'`);
		expect(
			disks.map(({ attributes }) => [attributes.get('name'), attributes.get('snapshot')]),
		).toEqual([
			['vda', 'external'],
			['sda', 'no'],
		]);
		expect(elementAt(disks[0], 'source')?.attributes.get('file')).toBe(`/img/it's & more.s-vda`);
		expect(elementAt(root, 'memory')?.attributes.get('snapshot')).toBe('no');
	});

	it('leaves the disks of an internal one to libvirt', () => {
		const root = parseXml(buildSnapshotXml({ name: 's', description: '', otherDisks: ['sda'] }));
		expect(elementsOf(root).map(({ name }) => name)).toEqual(['name', 'description']);
	});
});
