import {
	elementAt,
	elementsInNamespace,
	elementsOf,
	parseXml,
	textOf,
	type XmlElement,
} from '../xml';
import { z } from 'zod';

/** A disk as a domain's XML tells it. */
export interface Disk {
	readonly element: XmlElement;
	/** Its name in the guest's eyes, unique in the domain: `vda`. */
	readonly target: string;
	readonly device: string;
	/** What the source is: `file`, `block`, `network`, `volume`, … */
	readonly type: string;
	/** Path of a file or block device. */
	readonly path?: string;
	/** Of the image: `raw`, `qcow2`, … */
	readonly format: string;
	readonly readOnly: boolean;
	readonly shareable: boolean;
	readonly encrypted: boolean;
}

export interface Domain {
	readonly element: XmlElement;
	readonly name: string;
	/** Whether a QEMU process exists: only then does libvirt write an id. */
	readonly active: boolean;
	readonly tags: readonly string[];
	readonly everyDisk: readonly Disk[];
	/** Those whose content belongs to the VM's state: no CD-ROMs, floppies and read-only ones. */
	readonly disks: readonly Disk[];
}

/** Tags live in the domain's metadata under this namespace, whatever the prefix. */
export const TAGS_NAMESPACE = 'urn:n8n-nodes-vm-snapshots:tags:1';

export const readDomain = (xml: string): Domain => domainFrom(parseXml(xml));

export function domainFrom(element: XmlElement): Domain {
	const everyDisk = elementsOf(elementAt(element, 'devices'), 'disk').map(diskFrom);
	return {
		element,
		name: z
			.string()
			.min(1)
			.parse(textOf(elementAt(element, 'name'))),
		active: element.attributes.has('id'),
		tags: tagsOf(element),
		everyDisk,
		disks: everyDisk.filter(holdsState),
	};
}

function tagsOf(domain: XmlElement): readonly string[] {
	const metadata = elementAt(domain, 'metadata');
	if (metadata === undefined) return [];
	return elementsInNamespace(metadata, TAGS_NAMESPACE, 'tag')
		.map((tag) => (textOf(tag) ?? '').trim())
		.filter((tag) => tag !== '');
}

function diskFrom(element: XmlElement): Disk {
	const source = elementAt(element, 'source');
	return {
		element,
		target: z.string().parse(elementAt(element, 'target')?.attributes.get('dev')),
		device: element.attributes.get('device') ?? 'disk',
		type: element.attributes.get('type') ?? 'file',
		path: source?.attributes.get('file') ?? source?.attributes.get('dev'),
		format: elementAt(element, 'driver')?.attributes.get('type') ?? 'raw',
		readOnly: elementAt(element, 'readonly') !== undefined,
		shareable: elementAt(element, 'shareable') !== undefined,
		encrypted:
			elementAt(element, 'encryption') !== undefined ||
			elementAt(source, 'encryption') !== undefined,
	};
}

const holdsState = ({ device, readOnly }: Disk): boolean =>
	(device === 'disk' || device === 'lun') && !readOnly;
