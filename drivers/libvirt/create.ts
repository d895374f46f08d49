import type { CreateRequest } from '../../snapshots/driver';
import { SnapshotError, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import type { DomainRef } from './client';
import { readDomain, type Disk, type Domain } from './domainXml';
import { LIBVIRT } from './errors';
import { readSnapshot, type LibvirtHost } from './host';
import { CREATE_FLAG, LIST_SNAPSHOTS_FLAG } from './rpc/procedures';
import { buildSnapshotXml, joinDescription, type SnapshotKind } from './snapshotXml';

export async function createSnapshot(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const { client } = host;
	const [xml, internal, external] = await Promise.all([
		client.domainXml(domain, 0, signal),
		client.snapshotNames(domain, LIST_SNAPSHOTS_FLAG.internal, signal),
		client.snapshotNames(domain, LIST_SNAPSHOTS_FLAG.external, signal),
	]);
	const present = { internal: internal.length > 0, external: external.length > 0 };
	const plan = planSnapshot(target, readDomain(xml), present, request);
	const name = await client.createSnapshot(domain, plan.xml, plan.flags, signal);
	return await readSnapshot(host, domain, name, signal);
}

export interface SnapshotPlan {
	readonly xml: string;
	readonly flags: number;
}

/** Which kinds of snapshot the domain has already. */
export type PresentKinds = Readonly<Record<SnapshotKind, boolean>>;

/** Decides the kind and refuses what can't be, before anything is sent. */
export function planSnapshot(
	target: Target,
	domain: Domain,
	present: PresentKinds,
	request: CreateRequest,
): SnapshotPlan {
	if (request.expiresAt !== undefined) throw refusal(target, NO_EXPIRY);
	const quiesce = domain.active && request.quiesce;
	if (quiesce && request.memory) throw refusal(target, QUIESCE_WITH_MEMORY);
	const kind = kindFor(domain, present, request);
	assertUnmixed(target, kind, present);
	const description = joinDescription(request.description, quiesce);
	const order = { name: request.name, description, otherDisks: otherDisks(domain) };
	if (kind === 'internal') {
		assertInternalPossible(target, domain);
		return { xml: buildSnapshotXml(order), flags: 0 };
	}
	return {
		xml: buildSnapshotXml({ ...order, overlays: overlaysFor(target, domain, request.name) }),
		flags: CREATE_FLAG.diskOnly | CREATE_FLAG.atomic | (quiesce ? CREATE_FLAG.quiesce : 0),
	};
}

/**
 * Running, RAM decides: internal snapshots must have it, external disk-only ones have none. Stopped,
 * internal is the better one, since it can always be reverted to, unless disks or what is there forbid it.
 */
function kindFor(domain: Domain, present: PresentKinds, request: CreateRequest): SnapshotKind {
	if (domain.active) return request.memory ? 'internal' : 'external';
	const fits = domain.disks.every(({ format }) => format === 'qcow2');
	return present.external || (!fits && !present.internal) ? 'external' : 'internal';
}

/** Deleting in a domain that mixes both kinds has lost base images (libvirt issue 734). */
function assertUnmixed(target: Target, kind: SnapshotKind, present: PresentKinds): void {
	const other = kind === 'internal' ? 'external' : 'internal';
	if (!present[other]) return;
	const [wanted, there, wayOut] =
		kind === 'internal'
			? ['one with memory (internal)', 'disk-only (external)', 'turn off Include Memory']
			: ['a disk-only (external) one', 'internal', 'turn on Include Memory or stop the VM first'];
	throw new SnapshotError(
		'CONFLICT',
		`${target.name} has ${there} snapshots already, and ${wanted} beside them can cost data when either is deleted later`,
		{
			system: LIBVIRT,
			target,
			advice: `Either ${wayOut}, or delete the ${there} snapshots of this VM first. Nothing was changed.`,
		},
	);
}

type Refusal = readonly [message: string, details: Omit<SnapshotErrorDetails, 'system' | 'target'>];

const NO_EXPIRY: Refusal = [
	'can’t have a snapshot that libvirt itself expires',
	{ advice: 'Prune by Retention enforces the expiry in the mark.' },
];

const QUIESCE_WITH_MEMORY: Refusal = [
	'can’t be quiesced in a snapshot with memory: RAM holds what quiescing would flush',
	{ advice: 'Choose either memory or quiescing.', option: 'quiesce' },
];

const refusal = (target: Target, [message, details]: Refusal): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `${target.name} ${message}`, {
		system: LIBVIRT,
		target,
		...details,
	});

function assertInternalPossible(target: Target, domain: Domain): void {
	const misfit = domain.disks.find(({ format }) => format !== 'qcow2');
	if (misfit === undefined) return;
	throw refusal(target, [
		`has disk ${misfit.target} in format ${misfit.format}, and an internal snapshot needs qcow2 throughout`,
		{
			advice: domain.active
				? 'Turn off Include Memory: a disk-only snapshot works with this disk. Or convert it to qcow2. Nothing was changed.'
				: 'Convert the disk to qcow2, or delete the VM’s internal snapshots first: a disk-only one works with this disk. Nothing was changed.',
			...(domain.active ? { option: 'memory' as const } : {}),
		},
	]);
}

function overlaysFor(
	target: Target,
	domain: Domain,
	snapshotName: string,
): ReadonlyMap<string, string> {
	return new Map(
		domain.disks.map((disk) => {
			if (disk.type === 'file' && disk.path?.startsWith('/') === true) {
				return [disk.target, overlayPath(disk.path, disk.target, snapshotName)];
			}
			throw refusal(target, [
				`has disk ${disk.target} on ${describeSource(disk)}, where a disk-only snapshot has no folder for its overlay file`,
				{
					advice:
						'Take a snapshot with memory, or while the VM is stopped, when its disks are qcow2; or keep the disk in an image file.',
				},
			]);
		}),
	);
}

const describeSource = ({ type }: Disk): string =>
	type === 'block' ? 'a block device' : `a source of type ${type}`;

/**
 * Beside the disk and named like libvirt's own: the last extension gives way to the snapshot's name, so
 * that names don't grow along a chain. The target keeps two disks apart that differ in extension only.
 * libvirt refuses to use a file that is already there.
 */
export function overlayPath(diskPath: string, diskTarget: string, snapshotName: string): string {
	const cut = diskPath.lastIndexOf('/') + 1;
	const suffix = `.${snapshotName.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 120)}-${diskTarget}`;
	const stem = diskPath.slice(cut).replace(/(.)\.[^.]*$/, '$1');
	return diskPath.slice(0, cut) + shortened(stem, MAX_FILE_NAME_BYTES - suffix.length) + suffix;
}

const MAX_FILE_NAME_BYTES = 255;

/** Counted in bytes, cut between characters. */
function shortened(text: string, maxBytes: number): string {
	const characters = [...text];
	while (Buffer.byteLength(characters.join('')) > maxBytes) characters.pop();
	return characters.join('');
}

function otherDisks({ everyDisk, disks }: Domain): string[] {
	const taken = new Set(disks);
	return everyDisk.filter((disk) => !taken.has(disk)).map(({ target }) => target);
}
