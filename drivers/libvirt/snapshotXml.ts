import { z } from 'zod';
import type { Consistency, SystemSnapshot } from '../../snapshots/model';
import {
	buildXml,
	elementAt,
	elementsOf,
	parseXml,
	textOf,
	xmlElement,
	xmlReader,
	type XmlElement,
} from '../xml';

/** One snapshot as libvirt describes it, without the VM's configuration of then. */
export interface SnapshotSummary {
	readonly name: string;
	readonly description: string;
	readonly quiesced: boolean;
	readonly createdAt: Date;
	readonly parentName?: string;
	/** Of the domain when it was taken: `running`, `shutoff`, `disk-snapshot`, … */
	readonly state: string;
	readonly withMemory: boolean;
	/** Inside the qcow2 files, or as overlay files that are put over them. */
	readonly kind: SnapshotKind;
	readonly disks: readonly SnapshotDisk[];
}

export interface LibvirtSnapshot extends SnapshotSummary {
	readonly element: XmlElement;
	/** The VM's configuration of then. Absent in the metadata of libvirt before 0.9.5. */
	readonly domain?: XmlElement;
}

export type SnapshotKind = 'internal' | 'external';

export interface SnapshotDisk {
	readonly target: string;
	/** `no`: this disk is not part of the snapshot. */
	readonly mode: string;
	/** The overlay that was put over the disk. */
	readonly overlay?: string;
}

const epochSeconds = z.coerce.number().int().nonnegative();

export function readSnapshotXml(xml: string): LibvirtSnapshot {
	const element = parseXml(xml);
	return {
		...summaryFrom(element),
		element,
		// Of a running VM there are both; the inactive one holds nothing of the process of then.
		domain: elementAt(element, 'inactiveDomain') ?? elementAt(element, 'domain'),
	};
}

// Nine tenths of a snapshot's text is the VM's configuration, twice, which a list has no use for.
const readUnconfigured = xmlReader([
	'domainsnapshot.domain',
	'domainsnapshot.inactiveDomain',
	'domainsnapshot.cookie',
]);

export const readSnapshotSummary = (xml: string): SnapshotSummary =>
	summaryFrom(readUnconfigured(xml));

function summaryFrom(element: XmlElement): SnapshotSummary {
	const memory = elementAt(element, 'memory')?.attributes.get('snapshot') ?? 'no';
	const disks = elementsOf(elementAt(element, 'disks'), 'disk').map(diskFrom);
	const external = memory === 'external' || disks.some(({ mode }) => mode === 'external');
	return {
		name: z
			.string()
			.min(1)
			.parse(textOf(elementAt(element, 'name'))),
		...splitDescription(textOf(elementAt(element, 'description')) ?? ''),
		createdAt: new Date(epochSeconds.parse(textOf(elementAt(element, 'creationTime'))) * 1000),
		parentName: textOf(elementAt(element, 'parent', 'name')),
		state: textOf(elementAt(element, 'state')) ?? '',
		withMemory: memory !== 'no',
		kind: external ? 'external' : 'internal',
		disks,
	};
}

function diskFrom(element: XmlElement): SnapshotDisk {
	return {
		target: element.attributes.get('name') ?? '',
		mode: element.attributes.get('snapshot') ?? 'no',
		overlay: elementAt(element, 'source')?.attributes.get('file'),
	};
}

export function toSystemSnapshot(
	snapshot: SnapshotSummary,
	currentName: string | undefined,
	revertOnlyWhenNewest: string | undefined,
): SystemSnapshot {
	return {
		id: snapshot.name,
		name: snapshot.name,
		description: snapshot.description,
		createdAt: snapshot.createdAt,
		parentId: snapshot.parentName,
		current: snapshot.name === currentName,
		consistency: consistencyOf(snapshot),
		state: 'ready', // libvirt answers when it is done, and lists nothing before
		...(snapshot.kind === 'external' && revertOnlyWhenNewest !== undefined
			? { revertOnlyWhenNewest }
			: {}),
	};
}

function consistencyOf({ withMemory, quiesced }: SnapshotSummary): Consistency {
	if (withMemory) return 'memory';
	return quiesced ? 'quiesced' : 'crash';
}

/** libvirt does not record whether it froze the guest, so the description's last line does. */
const QUIESCED = '[quiesced]';
/** Only written under a text that by itself ends like one of these lines, to be taken off again. */
const NOT_QUIESCED = '[not quiesced]';

export function joinDescription(description: string, quiesced: boolean): string {
	// XML turns every line end into one newline; so what is read back equals what was written.
	const text = description.replace(/\r\n?/g, '\n');
	if (quiesced) return `${text}\n${QUIESCED}`;
	return lastLineOf(text) === undefined ? text : `${text}\n${NOT_QUIESCED}`;
}

export function splitDescription(text: string): { description: string; quiesced: boolean } {
	const line = lastLineOf(text);
	if (line === undefined) return { description: text, quiesced: false };
	return { description: text.slice(0, -line.length - 1), quiesced: line === QUIESCED };
}

const lastLineOf = (text: string): string | undefined =>
	[QUIESCED, NOT_QUIESCED].find((line) => text.endsWith(`\n${line}`));

export interface SnapshotOrder {
	readonly name: string;
	readonly description: string;
	/** Overlay file per disk; disks not named here stay out. Absent: an internal snapshot of all. */
	readonly overlays?: ReadonlyMap<string, string>;
	/** All disks of the domain that can hold state, by target. */
	readonly otherDisks: readonly string[];
}

export function buildSnapshotXml({
	name,
	description,
	overlays,
	otherDisks,
}: SnapshotOrder): string {
	const root = xmlElement(
		'domainsnapshot',
		{},
		xmlElement('name', {}, name),
		xmlElement('description', {}, description),
	);
	if (overlays !== undefined) {
		const external = [...overlays].map(([target, file]) =>
			xmlElement(
				'disk',
				{ name: target, snapshot: 'external' },
				xmlElement('driver', { type: 'qcow2' }),
				xmlElement('source', { file }),
			),
		);
		const left = otherDisks.map((target) => xmlElement('disk', { name: target, snapshot: 'no' }));
		root.children.push(
			xmlElement('memory', { snapshot: 'no' }),
			xmlElement('disks', {}, ...external, ...left),
		);
	}
	return buildXml(root);
}
