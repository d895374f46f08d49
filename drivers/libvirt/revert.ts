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
	if (!(await revertedByLibvirt(host, domain, snapshot, request, clock, signal))) {
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
	clock: Clock,
	signal: AbortSignal,
): Promise<boolean> {
	const isExternal = snapshot.kind === 'external';
	if (isExternal && libVersion < EXTERNAL_REVERT_SINCE) return false;
	const revert = async (): Promise<void> =>
		await client.revert(domain, snapshot.name, revertFlags(snapshot, request), signal);
	try {
		await revert().catch(async (error: unknown) => {
			if (!isExternal || !isNameOfThisSecond(error)) throw error;
			await clock.sleep(1_000, signal);
			await revert();
		});
		return true;
	} catch (error) {
		if (isExternal && isRefusedKind(error)) return false;
		throw error;
	}
}

/** libvirt names the new overlays by the second, so two reverts within one are in each other's way. */
const isNameOfThisSecond = (error: unknown): boolean =>
	error instanceof LibvirtFailure && /already exists and is not a block device/.test(error.message);

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
