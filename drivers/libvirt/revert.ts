import type { Clock } from '../../snapshots/clock';
import type { RevertRequest } from '../../snapshots/driver';
import type { Target } from '../../snapshots/model';
import type { DomainRef } from './client';
import { EXTERNAL_REVERT_SINCE, readTarget, type LibvirtHost } from './host';
import { revertInPlace } from './revertInPlace';
import { LibvirtFailure } from './rpc/failure';
import { DOMAIN_STATE, REVERT_FLAG } from './rpc/procedures';
import { readSnapshotXml, type LibvirtSnapshot } from './snapshotXml';

export async function revertToSnapshot(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	snapshotName: string,
	request: RevertRequest,
	clock: Clock,
	signal: AbortSignal,
): Promise<Target> {
	const xml = await host.client.snapshotXml(domain, snapshotName, 'public', signal);
	const snapshot = readSnapshotXml(xml);
	if (!(await revertedByLibvirt(host, domain, snapshot, request, signal))) {
		await revertInPlace(host, target, domain, snapshot, clock, signal);
	}
	await settlePower(host, domain, request, signal);
	return await readTarget(host, domain, signal);
}

/** Whether libvirt could do it by itself. When it can't, nothing was changed. */
async function revertedByLibvirt(
	{ client, libVersion }: LibvirtHost,
	domain: DomainRef,
	snapshot: LibvirtSnapshot,
	request: RevertRequest,
	signal: AbortSignal,
): Promise<boolean> {
	if (snapshot.kind === 'external' && libVersion < EXTERNAL_REVERT_SINCE) return false;
	try {
		await client.revert(domain, snapshot.name, revertFlags(snapshot, request), signal);
		return true;
	} catch (error) {
		if (snapshot.kind === 'external' && isRefusedKind(error)) return false;
		throw error;
	}
}

/** The first versions with external revert still refuse the disk-only kind taken of a running VM. */
const isRefusedKind = (error: unknown): boolean =>
	error instanceof LibvirtFailure &&
	/refusing snapshot reversion|revert to external snapshot not supported/i.test(error.message);

function revertFlags({ withMemory }: LibvirtSnapshot, { power }: RevertRequest): number {
	switch (power) {
		case 'running':
			return REVERT_FLAG.running;
		case 'stopped':
			// There is no flag for it. Paused, the guest does not run on for an instant before it is cut off.
			return withMemory ? REVERT_FLAG.paused : 0;
		case 'asSnapshot':
			return 0;
	}
}

async function settlePower(
	{ client }: LibvirtHost,
	domain: DomainRef,
	{ power }: RevertRequest,
	signal: AbortSignal,
): Promise<void> {
	if (power === 'asSnapshot') return;
	const state = await client.domainState(domain, signal);
	const off = state === DOMAIN_STATE.off;
	if (power === 'stopped' && !off) await client.destroy(domain, signal);
	if (power === 'running' && off) await client.start(domain, signal);
	if (power === 'running' && state === DOMAIN_STATE.paused) await client.resume(domain, signal);
}
