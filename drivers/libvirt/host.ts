import type { PowerState, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import { SnapshotError } from '../../snapshots/errors';
import type { DomainRef, LibvirtClient } from './client';
import { readDomain } from './domainXml';
import { isFailure, LIBVIRT } from './errors';
import type { HostFiles } from './hostFiles';
import { DOMAIN_STATE, ERROR_CODE } from './rpc/procedures';
import { readSnapshotSummary, toSystemSnapshot, type SnapshotSummary } from './snapshotXml';

/** One host, logged in: what every operation works with. */
export interface LibvirtHost {
	readonly client: LibvirtClient;
	readonly files: HostFiles;
	/** major × 1,000,000 + minor × 1,000 + patch. */
	readonly libVersion: number;
	/** For work that must reach its end even when its caller has given up: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}

/** The first to revert to external snapshots by itself. */
export const EXTERNAL_REVERT_SINCE = 9_009_000;
export const EXTERNAL_DELETE_SINCE = 9_000_000;

export const versionText = (version: number): string =>
	[version / 1_000_000, (version / 1_000) % 1_000, version % 1_000].map(Math.floor).join('.');

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function domainOf(target: TargetRef): DomainRef {
	if (target.level === 'vm' && UUID.test(target.id)) return { uuid: target.id, name: target.name };
	const what = target.level === 'vm' ? 'UUID' : 'VM';
	const message = `There is no VM ${target.name}: ${JSON.stringify(target.id)} is not a ${what}`;
	throw new SnapshotError('NOT_FOUND', message, { system: LIBVIRT, target });
}

export async function readTarget(
	{ client }: LibvirtHost,
	domain: DomainRef,
	signal: AbortSignal,
): Promise<Target> {
	const [xml, state] = await Promise.all([
		client.domainXml(domain, 0, signal),
		client.domainState(domain, signal),
	]);
	const { name, tags } = readDomain(xml);
	return { level: 'vm', id: domain.uuid, name, powerState: powerStateOf(state), tags };
}

/** A VM that is shutting down still runs. A crashed one may be either: libvirt keeps some for a look. */
export function powerStateOf(state: number): PowerState {
	switch (state) {
		case DOMAIN_STATE.running:
		case DOMAIN_STATE.blocked:
		case DOMAIN_STATE.shuttingDown:
			return 'running';
		case DOMAIN_STATE.paused:
			return 'paused';
		case DOMAIN_STATE.off:
			return 'stopped';
		case DOMAIN_STATE.suspended:
			return 'suspended';
		default:
			return 'unknown';
	}
}

export interface SnapshotTree {
	readonly snapshots: readonly SnapshotSummary[];
	readonly currentName?: string;
}

/** Two round trips, however many snapshots there are: the calls of each are under way together. */
export async function readTree(
	{ client }: LibvirtHost,
	domain: DomainRef,
	signal: AbortSignal,
): Promise<SnapshotTree> {
	const [names, currentName] = await Promise.all([
		client.snapshotNames(domain, 0, signal),
		currentNameOf(client, domain, signal),
	]);
	const read = await Promise.all(
		names.map(async (name) => await snapshotUnlessGone(client, domain, name, signal)),
	);
	return { snapshots: read.filter((snapshot) => snapshot !== undefined), currentName };
}

async function currentNameOf(
	client: LibvirtClient,
	domain: DomainRef,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		return await client.currentSnapshotName(domain, signal);
	} catch (error) {
		if (isFailure(error, ERROR_CODE.noSnapshot)) return undefined;
		throw error;
	}
}

async function snapshotUnlessGone(
	client: LibvirtClient,
	domain: DomainRef,
	name: string,
	signal: AbortSignal,
): Promise<SnapshotSummary | undefined> {
	try {
		return readSnapshotSummary(await client.snapshotXml(domain, name, 'public', signal));
	} catch (error) {
		if (isFailure(error, ERROR_CODE.noSnapshot)) return undefined; // removed since it was listed
		throw error;
	}
}

export async function readSnapshot(
	host: LibvirtHost,
	domain: DomainRef,
	name: string,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const [xml, currentName] = await Promise.all([
		host.client.snapshotXml(domain, name, 'public', signal),
		currentNameOf(host.client, domain, signal),
	]);
	return toSystemSnapshot(readSnapshotSummary(xml), currentName, revertLimit(host));
}

/** Why external snapshots can be reverted to only while they are the newest, if that is so. */
export function revertLimit({ libVersion }: LibvirtHost): string | undefined {
	if (libVersion >= EXTERNAL_REVERT_SINCE) return undefined;
	return (
		`It is a disk-only (external) snapshot, and libvirt ${versionText(libVersion)} can’t go back past ` +
		`newer ones; libvirt ${versionText(EXTERNAL_REVERT_SINCE)} and later can.`
	);
}
