import {
	buildXml,
	elementAt,
	elementsInNamespace,
	elementsOf,
	putElement,
	removeElements,
	xmlElement,
	type XmlElement,
} from '../xml';
import { TAGS_NAMESPACE } from './domainXml';

export interface CloneOrder {
	readonly name: string;
	readonly connectNetwork: boolean;
	/** File of the copy, by disk target. All are qcow2. */
	readonly copies: ReadonlyMap<string, string>;
}

/**
 * Turns a VM's configuration into one for an independent copy. Whatever identifies the VM goes or is made
 * anew by libvirt; whatever only one VM can have at a time (sockets, ports, log files, passed-through
 * devices) goes or becomes automatic. Edits `domain` in place.
 */
export function cloneXml(domain: XmlElement, order: CloneOrder): string {
	const clone: XmlElement = { ...domain, name: 'domain', attributes: new Map(domain.attributes) };
	clone.attributes.delete('id');
	putElement(clone, xmlElement('name', {}, order.name));
	renewIdentity(clone);
	const devices = elementAt(clone, 'devices');
	if (devices !== undefined) {
		removeElements(devices, isExclusive);
		for (const device of elementsOf(devices)) renewDevice(device, order);
		devices.children = devices.children.map((node) =>
			typeof node !== 'string' && ownsHostSource(node) ? asPty(node) : node,
		);
	}
	return buildXml(clone);
}

function renewIdentity(domain: XmlElement): void {
	// Dynamic labels are of the running process; libvirt makes new ones at every start.
	const dynamicLabel = ({ name, attributes }: XmlElement) =>
		name === 'seclabel' && attributes.get('type') === 'dynamic';
	removeElements(domain, (element) => element.name === 'uuid' || dynamicLabel(element));
	// Guests with Active Directory rely on a changed id to notice that they were copied or rolled back.
	if (elementAt(domain, 'genid') !== undefined) putElement(domain, xmlElement('genid'));
	const system = elementAt(domain, 'sysinfo', 'system');
	if (system !== undefined) {
		removeElements(system, ({ attributes }) => attributes.get('name') === 'uuid');
	}
	// Without a path libvirt makes an own file from the template.
	const nvram = elementAt(domain, 'os', 'nvram');
	if (nvram !== undefined) {
		nvram.children = [];
		nvram.attributes.delete('type');
	}
	const metadata = elementAt(domain, 'metadata');
	// A copy must not silently join the profiles that select by tag.
	if (metadata !== undefined) {
		removeElements(
			metadata,
			(element) => elementsInNamespace(element, TAGS_NAMESPACE, 'tags').length > 0,
		);
	}
}

/** What the copy can't have while the source has it. */
function isExclusive({ name, attributes, children }: XmlElement): boolean {
	switch (name) {
		case 'hostdev':
		case 'lease':
			return true;
		case 'interface':
			return ['hostdev', 'vhostuser', 'vdpa'].includes(attributes.get('type') ?? '');
		case 'filesystem':
			return !children.some((node) => typeof node !== 'string' && node.name === 'readonly');
		case 'tpm':
			return (
				elementAt({ name, attributes, children }, 'backend')?.attributes.get('type') ===
				'passthrough'
			);
		default:
			return false;
	}
}

function renewDevice(device: XmlElement, order: CloneOrder): void {
	const madeByLibvirt = ({ name, attributes }: XmlElement) =>
		name === 'alias' && attributes.get('name')?.startsWith('ua-') !== true;
	removeElements(device, madeByLibvirt);
	switch (device.name) {
		case 'disk':
			return renewDisk(device, order);
		case 'interface':
			return renewInterface(device, order);
		case 'graphics':
			return renewGraphics(device);
		case 'channel':
			return renewChannel(device);
		case 'vsock':
			return putElement(device, xmlElement('cid', { auto: 'yes' }));
		case 'serial':
		case 'parallel':
		case 'console':
			return removeElements(device, ({ name }) => name === 'log');
		default:
			return;
	}
}

function renewDisk(disk: XmlElement, { copies }: CloneOrder): void {
	removeElements(disk, ({ name }) => name === 'backingStore' || name === 'mirror');
	const target = elementAt(disk, 'target')?.attributes.get('dev') ?? '';
	const file = copies.get(target);
	if (file !== undefined) {
		disk.attributes.set('type', 'file');
		elementAt(disk, 'driver')?.attributes.set('type', 'qcow2');
		putElement(disk, xmlElement('source', { file }));
		removeElements(disk, ({ name }) => name === 'auth');
		return;
	}
	// Two VMs must not write one floppy; CD-ROMs and read-only disks can be shared.
	if (disk.attributes.get('device') === 'floppy') {
		removeElements(disk, ({ name }) => name === 'source');
	}
}

function renewInterface(adapter: XmlElement, { connectNetwork }: CloneOrder): void {
	removeElements(adapter, ({ name }) => name === 'mac' || name === 'target');
	elementAt(adapter, 'source')?.attributes.delete('portid');
	elementAt(adapter, 'virtualport', 'parameters')?.attributes.delete('interfaceid');
	if (!connectNetwork) putElement(adapter, xmlElement('link', { state: 'down' }));
}

function renewGraphics(graphics: XmlElement): void {
	const { attributes } = graphics;
	for (const name of ['tlsPort', 'websocket', 'socket', 'passwd', 'passwdValidTo', 'connected']) {
		attributes.delete(name);
	}
	if (attributes.has('port')) attributes.set('port', '-1').set('autoport', 'yes');
	for (const listen of elementsOf(graphics, 'listen')) listen.attributes.delete('socket');
}

/** A channel without a source of its own gets one from libvirt, in the VM's folder. */
function renewChannel(channel: XmlElement): void {
	removeElements(channel, ({ name }) => name === 'log');
	if (channel.attributes.get('type') === 'unix') {
		removeElements(channel, ({ name }) => name === 'source');
	}
}

const CHARACTER_DEVICES = ['serial', 'parallel', 'console', 'channel'];
const HOST_SOURCES = ['file', 'pipe', 'dev', 'tcp', 'udp', 'pty'];

/** Whether two VMs would write one file, listen at one port, or hold one device of the host. */
function ownsHostSource({ name, attributes }: XmlElement): boolean {
	const type = attributes.get('type') ?? '';
	if (!CHARACTER_DEVICES.includes(name)) return false;
	return HOST_SOURCES.includes(type) || (type === 'unix' && name !== 'channel');
}

function asPty(device: XmlElement): XmlElement {
	const attributes = new Map(device.attributes).set('type', 'pty');
	attributes.delete('tty');
	const children = device.children.filter(
		(node) => typeof node === 'string' || !['source', 'protocol'].includes(node.name),
	);
	return { ...device, attributes, children };
}
