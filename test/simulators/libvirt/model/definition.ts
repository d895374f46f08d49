import { randomBytes, randomUUID } from 'node:crypto';
import { CODE, ORIGIN, failure, LibvirtError } from './errors';
import { parseXml, XmlSyntaxError, type Element } from './xml';
import { clone, el, elements, find, insertAfter, removeChildren, textOf } from './xmlTree';

export const TAGS_NAMESPACE = 'urn:n8n-nodes-vm-snapshots:tags:1';
export const AGENT_CHANNEL = 'org.qemu.guest_agent.0';

export interface VmSpec {
	readonly name: string;
	readonly uuid?: string;
	readonly title?: string;
	readonly description?: string;
	readonly tags?: readonly string[];
	readonly running?: boolean;
	/** `absent`: no channel in the definition. `dead`: a channel nobody answers on. Default absent. */
	readonly agent?: 'absent' | 'dead' | 'alive';
	/** Default one qcow2 disk. Paths default to the image folder, named by VM and target. */
	readonly disks?: readonly DiskSpec[];
	readonly networkCards?: number;
	/** UEFI with this NVRAM format. Absent: BIOS. */
	readonly nvram?: 'raw' | 'qcow2';
}
export interface DiskSpec {
	readonly format?: 'qcow2' | 'raw';
	readonly path?: string;
	readonly gibibytes?: number;
	readonly content?: string;
}
export interface PlacedDisk {
	readonly target: string;
	readonly path: string;
	readonly format: string;
}

export const newMac = (): string =>
	['52', '54', '00', ...[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(
		':',
	);

export function definitionOf(spec: VmSpec, disks: readonly PlacedDisk[]): Element {
	const tags = (spec.tags ?? []).map((tag) => el('vm:tag', {}, tag));
	return el(
		'domain',
		{ type: 'qemu' },
		el('name', {}, spec.name),
		el('uuid', {}, spec.uuid ?? randomUUID()),
		spec.title === undefined ? undefined : el('title', {}, spec.title),
		spec.description === undefined ? undefined : el('description', {}, spec.description),
		tags.length === 0
			? undefined
			: el('metadata', {}, el('vm:tags', { 'xmlns:vm': TAGS_NAMESPACE }, ...tags)),
		el('memory', { unit: 'KiB' }, '1048576'),
		el('currentMemory', { unit: 'KiB' }, '1048576'),
		el('vcpu', { placement: 'static' }, '1'),
		el(
			'os',
			{},
			el('type', { arch: 'x86_64', machine: 'pc-q35-7.2' }, 'hvm'),
			...firmware(spec),
			el('boot', { dev: 'hd' }),
		),
		el('features', {}, el('acpi')),
		el('clock', { offset: 'utc' }),
		el('on_poweroff', {}, 'destroy'),
		el('on_reboot', {}, 'restart'),
		el('on_crash', {}, 'destroy'),
		el(
			'devices',
			{},
			el('emulator', {}, '/usr/bin/qemu-system-x86_64'),
			...disks.map((disk) =>
				el(
					'disk',
					{ type: 'file', device: 'disk' },
					el('driver', { name: 'qemu', type: disk.format }),
					el('source', { file: disk.path }),
					el('target', { dev: disk.target, bus: 'virtio' }),
				),
			),
			...Array.from({ length: spec.networkCards ?? 1 }, () =>
				el(
					'interface',
					{ type: 'network' },
					el('mac', { address: newMac() }),
					el('source', { network: 'default' }),
					el('model', { type: 'virtio' }),
				),
			),
			(spec.agent ?? 'absent') === 'absent'
				? undefined
				: el('channel', { type: 'unix' }, el('target', { type: 'virtio', name: AGENT_CHANNEL })),
			el('memballoon', { model: 'none' }),
		),
	);
}

const firmware = (spec: VmSpec): Element[] =>
	spec.nvram === undefined
		? []
		: [
				el('loader', { readonly: 'yes', type: 'pflash' }, '/usr/share/OVMF/OVMF_CODE_4M.fd'),
				el(
					'nvram',
					{ template: '/usr/share/OVMF/OVMF_VARS_4M.fd', format: spec.nvram },
					`/var/lib/libvirt/qemu/nvram/${spec.name}_VARS.fd`,
				),
			];

export const agentChannelOf = (definition: Element): Element | undefined =>
	elements(find(definition, 'devices'), 'channel').find(
		(channel) => find(channel, 'target')?.attributes.name === AGENT_CHANNEL,
	);

/** undefined: BIOS. */
export const nvramFormatOf = (definition: Element): string | undefined =>
	find(definition, 'os', 'loader')?.attributes.type === 'pflash'
		? (find(definition, 'os', 'nvram')?.attributes.format ?? 'raw')
		: undefined;

/** Reads a definition from outside: what libvirt refuses is refused, what it fills in is filled in. */
export function acceptDefinition(xml: string): Element {
	const root = parseDocument(xml, 'domain', 'domain_definition', ORIGIN.domain);
	const name = textOf(find(root, 'name')) ?? '';
	if (name === '') {
		throw new LibvirtError(
			CODE.noName,
			ORIGIN.domain,
			'missing name information',
			'missing name information',
			'',
		);
	}
	if (name.includes('/')) throw failure(CODE.xml, `name ${name} cannot contain '/'`, ORIGIN.domain);
	if (name.includes('\n')) throw failure(CODE.xmlDetail, 'invalid char in name: \n', ORIGIN.xml);
	if (find(root, 'os', 'type') === undefined) {
		throw failure(CODE.xml, 'an os <type> must be specified', ORIGIN.domain);
	}
	return completed(root);
}

function completed(root: Element): Element {
	const definition = clone(root);
	delete definition.attributes.id;
	if (find(definition, 'uuid') === undefined) {
		insertAfter(definition, ['name'], el('uuid', {}, randomUUID()));
	}
	definition.children = definition.children.filter(
		(child) =>
			typeof child === 'string' || child.name !== 'seclabel' || child.attributes.type !== 'dynamic',
	);
	for (const device of elements(find(definition, 'devices'))) {
		removeChildren(device, 'alias');
		if (device.name === 'disk') delete find(device, 'source')?.attributes.index;
		if (device.name === 'interface' && find(device, 'mac') === undefined) {
			device.children.unshift(el('mac', { address: newMac() }));
		}
		const target = find(device, 'target');
		if (device.name === 'channel' && target !== undefined) {
			delete target.attributes.state;
			removeChildren(device, 'source');
		}
	}
	return definition;
}

/** libvirt's own words for a broken document are the parser's; only their frame is kept here. */
export function parseDocument(
	xml: string,
	rootName: string,
	documentName: string,
	syntaxOrigin: 20 | 35,
): Element {
	let root: Element;
	try {
		root = parseXml(xml);
	} catch (error) {
		if (!(error instanceof XmlSyntaxError)) throw error;
		throw failure(CODE.xmlDetail, `(${documentName}):1: ${error.message}`, syntaxOrigin);
	}
	if (root.name !== rootName) {
		throw failure(
			CODE.xml,
			`expecting root element of '${rootName}', not '${root.name}'`,
			ORIGIN.xml,
		);
	}
	return root;
}
