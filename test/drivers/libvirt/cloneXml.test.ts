import { cloneXml } from '../../../drivers/libvirt/cloneXml';
import { elementAt, elementsOf, parseXml, textOf } from '../../../drivers/xml';

const SOURCE = `<inactiveDomain type='kvm' id='7'>
<name>web</name><uuid>11111111-2222-4333-8444-555555555555</uuid><title>The web</title>
<genid>aaaaaaaa-2222-4333-8444-555555555555</genid>
<metadata>
  <t:tags xmlns:t='urn:n8n-nodes-vm-snapshots:tags:1'><t:tag>production</t:tag></t:tags>
  <o:info xmlns:o='urn:os'>debian</o:info>
</metadata>
<sysinfo type='smbios'><system><entry name='uuid'>x</entry><entry name='serial'>s</entry></system></sysinfo>
<os><type>hvm</type><nvram template='/usr/VARS.fd'>/var/web_VARS.fd</nvram></os>
<devices>
<disk type='file' device='disk'><driver name='qemu' type='raw' cache='none'/><source file='/img/web.img' index='1'/>
  <backingStore/><target dev='vda' bus='virtio'/><alias name='virtio-disk0'/></disk>
<disk type='file' device='cdrom'><source file='/iso/x.iso'/><target dev='sda'/><readonly/></disk>
<disk type='file' device='floppy'><source file='/img/f.img'/><target dev='fda'/></disk>
<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0' portid='p'/><target dev='vnet3'/><model type='virtio'/><alias name='ua-lan'/></interface>
<interface type='hostdev'><mac address='52:54:00:00:00:02'/></interface>
<graphics type='vnc' port='5901' autoport='no' passwd='secret' passwdValidTo='x'><listen type='address'/></graphics>
<serial type='file'><source path='/var/log/web.log'/><log file='/x'/><target type='isa-serial' port='0'/></serial>
<serial type='tcp'><source mode='bind' host='0.0.0.0' service='7000'/><protocol type='telnet'/><target port='1'/></serial>
<channel type='unix'><source mode='bind' path='/run/domain-7-web/agent'/><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>
<channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>
<hostdev mode='subsystem' type='pci'/>
<filesystem type='mount'><source dir='/srv'/><target dir='srv'/></filesystem>
<filesystem type='mount'><source dir='/iso'/><target dir='iso'/><readonly/></filesystem>
<vsock><cid auto='no' address='9'/></vsock>
</devices>
<seclabel type='dynamic' model='dac'><label>+0:+0</label></seclabel>
<seclabel type='static' model='selinux'><label>x</label></seclabel>
</inactiveDomain>`;

const cloned = (connectNetwork = false) =>
	parseXml(
		cloneXml(parseXml(SOURCE), {
			name: `new & "odd"`,
			connectNetwork,
			copies: new Map([['vda', '/img/new-vda.qcow2']]),
		}),
	);
const device = (name: string, at = 0) => elementsOf(elementAt(cloned(), 'devices'), name)[at];

describe('the configuration of a copy', () => {
	it('has its own name and no identity of the source', () => {
		const clone = cloned();
		expect(clone.name).toBe('domain');
		expect(clone.attributes.has('id')).toBe(false);
		expect(textOf(elementAt(clone, 'name'))).toBe(`new & "odd"`);
		expect(elementAt(clone, 'uuid')).toBeUndefined();
		expect(textOf(elementAt(clone, 'genid'))).toBe('');
		const entries = elementsOf(elementAt(clone, 'sysinfo', 'system'), 'entry');
		expect(entries.map(textOf)).toEqual(['s']);
	});

	it('keeps its title and foreign metadata, but joins no profile by tag', () => {
		expect(textOf(elementAt(cloned(), 'title'))).toBe('The web');
		expect(elementsOf(elementAt(cloned(), 'metadata')).map(({ name }) => name)).toEqual(['o:info']);
	});

	it('runs on the copies, and shares only what is read-only', () => {
		const disk = device('disk');
		expect(elementAt(disk, 'source')?.attributes).toEqual(
			new Map([['file', '/img/new-vda.qcow2']]),
		);
		expect(elementAt(disk, 'driver')?.attributes).toEqual(
			new Map([
				['name', 'qemu'],
				['type', 'qcow2'],
				['cache', 'none'],
			]),
		);
		expect(elementAt(disk, 'backingStore')).toBeUndefined();
		expect(elementAt(device('disk', 1), 'source')?.attributes.get('file')).toBe('/iso/x.iso');
		expect(elementAt(device('disk', 2), 'source')).toBeUndefined();
	});

	it('has new network addresses and pulled plugs', () => {
		const adapter = device('interface');
		expect(elementAt(adapter, 'mac')).toBeUndefined();
		expect(elementAt(adapter, 'target')).toBeUndefined();
		expect(elementAt(adapter, 'source')?.attributes).toEqual(new Map([['bridge', 'br0']]));
		expect(elementAt(adapter, 'link')?.attributes.get('state')).toBe('down');
	});

	it('is plugged in when asked', () => {
		const [adapter] = elementsOf(elementAt(cloned(true), 'devices'), 'interface');
		expect(elementAt(adapter, 'link')).toBeUndefined();
		expect(elementAt(adapter, 'mac')).toBeUndefined();
	});

	it('takes a free port for its screen, without the source’s password', () => {
		const { attributes } = device('graphics') ?? {};
		expect(Object.fromEntries(attributes ?? [])).toEqual({
			type: 'vnc',
			port: '-1',
			autoport: 'yes',
		});
	});

	it('writes no log file and listens at no port of the source', () => {
		for (const at of [0, 1]) {
			const serial = device('serial', at);
			expect(serial?.attributes.get('type')).toBe('pty');
			expect(elementsOf(serial).map(({ name }) => name)).toEqual(['target']);
		}
		expect(elementAt(device('channel'), 'source')).toBeUndefined();
		expect(device('channel')?.attributes.get('type')).toBe('unix');
		expect(device('channel', 1)?.attributes.get('type')).toBe('spicevmc');
	});

	it('goes without passed-through devices and shared writable folders', () => {
		expect(device('hostdev')).toBeUndefined();
		expect(device('interface', 1)).toBeUndefined();
		expect(elementAt(device('filesystem'), 'target')?.attributes.get('dir')).toBe('iso');
		expect(elementAt(device('vsock'), 'cid')?.attributes).toEqual(new Map([['auto', 'yes']]));
	});

	it('lets libvirt make an own NVRAM file from the same template, and own labels', () => {
		const nvram = elementAt(cloned(), 'os', 'nvram');
		expect(nvram?.attributes.get('template')).toBe('/usr/VARS.fd');
		expect(textOf(nvram)).toBe('');
		expect(
			elementsOf(cloned(), 'seclabel').map(({ attributes }) => attributes.get('type')),
		).toEqual(['static']);
	});

	it('keeps aliases that a person gave, and drops those of the running process', () => {
		expect(elementAt(device('interface'), 'alias')?.attributes.get('name')).toBe('ua-lan');
		expect(elementAt(device('disk'), 'alias')).toBeUndefined();
	});
});
