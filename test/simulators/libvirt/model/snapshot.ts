import { CODE, ORIGIN, failure } from './errors';
import { parseDocument } from './definition';
import { printXml, type Element } from './xml';
import { clone, el, elements, find, renamed, textOf } from './xmlTree';

export interface SnapshotDisk {
	readonly target: string;
	readonly mode: 'internal' | 'external' | 'no';
	/** Of an external one: the overlay that was made, not the file that holds the snapshot. */
	readonly overlay?: string;
}

export interface DomainSnapshot {
	readonly name: string;
	readonly description: string | undefined;
	readonly createdAtSeconds: number;
	parent: string | undefined;
	/** running, paused, shutoff, disk-snapshot */
	readonly state: string;
	readonly memory: 'no' | 'internal';
	readonly disks: readonly SnapshotDisk[];
	/** How the domain was defined then; its disk sources hold the snapshot's content. */
	readonly domain: Element;
	readonly inactiveDomain: Element | undefined;
}

export const isExternal = (snapshot: DomainSnapshot): boolean =>
	snapshot.disks.some((disk) => disk.mode === 'external');

/** The definitions inside, to be changed together. */
export const treesOf = (snapshot: DomainSnapshot): Element[] =>
	snapshot.inactiveDomain === undefined
		? [snapshot.domain]
		: [snapshot.domain, snapshot.inactiveDomain];

export const describeSnapshot = (snapshot: DomainSnapshot): string =>
	printXml(
		el(
			'domainsnapshot',
			{},
			el('name', {}, snapshot.name),
			snapshot.description === undefined ? undefined : el('description', {}, snapshot.description),
			el('state', {}, snapshot.state),
			snapshot.parent === undefined ? undefined : el('parent', {}, el('name', {}, snapshot.parent)),
			el('creationTime', {}, String(snapshot.createdAtSeconds)),
			el('memory', { snapshot: snapshot.memory }),
			el(
				'disks',
				{},
				...snapshot.disks.map((disk) =>
					disk.mode === 'external'
						? el(
								'disk',
								{ name: disk.target, snapshot: disk.mode, type: 'file' },
								el('driver', { type: 'qcow2' }),
								el('source', { file: disk.overlay }),
							)
						: el('disk', { name: disk.target, snapshot: disk.mode }),
				),
			),
			clone(snapshot.domain),
			snapshot.inactiveDomain === undefined
				? undefined
				: renamed(snapshot.inactiveDomain, 'inactiveDomain'),
		),
	);

/** What a client asks for in the document of a new snapshot. */
export interface SnapshotOrder {
	readonly name: string | undefined;
	readonly description: string | undefined;
	readonly memory: string | undefined;
	readonly disks: readonly { name: string; mode: string | undefined; file: string | undefined }[];
	readonly document: Element;
}

export function readSnapshotOrder(xml: string): SnapshotOrder {
	const document = parseDocument(xml, 'domainsnapshot', 'domain_snapshot', ORIGIN.snapshot);
	const name = textOf(find(document, 'name'));
	if (name?.includes('/')) {
		throw failure(CODE.xmlDetail, `invalid snapshot name '${name}': name can't contain '/'`);
	}
	if (name?.startsWith('.')) {
		throw failure(CODE.xmlDetail, `invalid snapshot name '${name}': name can't start with '.'`);
	}
	return {
		name: name === '' ? undefined : name,
		description: textOf(find(document, 'description')),
		memory: find(document, 'memory')?.attributes.snapshot,
		disks: elements(find(document, 'disks'), 'disk').map((disk) => ({
			name: disk.attributes.name ?? '',
			mode: disk.attributes.snapshot,
			file: find(disk, 'source')?.attributes.file,
		})),
		document,
	};
}

/** The document of an existing snapshot comes back, for `REDEFINE`. `known` is what is there under that name. */
export function readDumpedSnapshot(
	order: SnapshotOrder,
	known: DomainSnapshot | undefined,
): DomainSnapshot {
	const { document, name } = order;
	const createdAt = textOf(find(document, 'creationTime'));
	const state = textOf(find(document, 'state'));
	const domain = find(document, 'domain') ?? known?.domain;
	if (name === undefined) throw missing('name', CODE.xml);
	if (createdAt === undefined) throw missing('creationTime', CODE.internal);
	if (state === undefined) throw missing('state', CODE.xml);
	if (domain === undefined) throw missing('domain', CODE.xml);
	const inactive = find(document, 'inactiveDomain');
	return {
		name,
		description: order.description,
		createdAtSeconds: Number(createdAt),
		parent: textOf(find(document, 'parent', 'name')),
		state,
		memory: order.memory === 'internal' ? 'internal' : 'no',
		disks: order.disks.map((disk) => ({
			target: disk.name,
			mode: disk.mode === 'external' || disk.mode === 'internal' ? disk.mode : 'no',
			overlay: disk.file,
		})),
		domain: clone(domain),
		inactiveDomain: inactive === undefined ? known?.inactiveDomain : renamed(inactive, 'domain'),
	};
}

const missing = (what: string, code: 1 | 27): Error =>
	failure(code, `missing ${what} from existing snapshot`, ORIGIN.snapshot);
