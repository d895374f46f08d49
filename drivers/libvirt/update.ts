import type { SnapshotChange } from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { buildXml, putElement, xmlElement } from '../xml';
import type { DomainRef } from './client';
import { LIBVIRT } from './errors';
import { readSnapshot, type LibvirtHost } from './host';
import { CREATE_FLAG } from './rpc/procedures';
import { joinDescription, readSnapshotXml } from './snapshotXml';

/** Only the description can change; expiry and hold travel in it, as part of the mark. */
const NOT_NATIVE = 'Change the mark in the description: Prune by Retention enforces what it says.';

export async function updateSnapshot(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	snapshotName: string,
	{ description, expiresAt, held }: SnapshotChange,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	if (expiresAt !== undefined || held !== undefined) {
		const message = `libvirt keeps no expiry and no hold with snapshot ${snapshotName} of ${target.name}`;
		throw new SnapshotError('UNSUPPORTED', message, {
			system: LIBVIRT,
			target,
			advice: NOT_NATIVE,
		});
	}
	const before = await readSnapshot(host, domain, snapshotName, signal);
	if (description === undefined) return before;
	// With its secrets, since the whole of it is written back and replaces what libvirt keeps.
	const xml = await host.client.snapshotXml(domain, snapshotName, 'secure', signal);
	const { element, quiesced } = readSnapshotXml(xml);
	const text = joinDescription(description, quiesced);
	putElement(element, xmlElement('description', {}, text));
	// A current snapshot that is redefined without this flag stops being the current one.
	const flags = CREATE_FLAG.redefine | (before.current ? CREATE_FLAG.current : 0);
	await host.client.createSnapshot(domain, buildXml(element), flags, signal);
	return await readSnapshot(host, domain, snapshotName, signal);
}
