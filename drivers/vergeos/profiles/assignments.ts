import { z } from 'zod';
import type { TargetRef } from '../../../snapshots/model';
import type { NativeProfileRef } from '../../../snapshots/nativeProfile';
import { capabilitiesAt } from '../capabilities';
import type { VergeosClient } from '../client';
import { equals, type Filter } from '../filter';
import { refusal, targetGone } from '../refusals';
import { flag, key, keyValue, text } from '../schema';
import { canBeSnapshotted } from '../volume/volumes';
import { profileGone } from './save';
import { profileRowOf } from './profileTable';

/** 0 and null both stand for none. */
const profileKey = key
	.nullish()
	.transform((value) => (value === undefined || value === '0' ? null : value));

const bearer = z.object({
	$key: key,
	name: text,
	is_snapshot: flag,
	snapshot_profile: profileKey,
	snapshot_profile_name: text,
	/** Of volumes. */
	fs_type: text,
});
type Bearer = z.output<typeof bearer>;

/** A VM’s profile hangs on its machine, and is set on the VM itself. */
const OF_VM = [
	'$key',
	'name',
	'is_snapshot',
	'machine#snapshot_profile as snapshot_profile',
	'machine#snapshot_profile#name as snapshot_profile_name',
];
const OF_VOLUME = [
	'$key',
	'id',
	'name',
	'is_snapshot',
	'fs_type',
	'snapshot_profile',
	'snapshot_profile#name as snapshot_profile_name',
];

const NO_COPIES: Filter = equals('is_snapshot', false);

/** How many VMs and volumes have each profile, by its key. Two listings in pages. */
export async function countAssignments(
	client: VergeosClient,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
	const counts = new Map<string, number>();
	const count = async (table: string, fields: readonly string[]): Promise<void> => {
		const selection = { fields, filter: NO_COPIES };
		for await (const row of client.rows(table, bearer, selection, signal)) {
			const profile = row.snapshot_profile;
			if (profile === null || row.is_snapshot) continue;
			counts.set(profile, (counts.get(profile) ?? 0) + 1);
		}
	};
	await Promise.all([count('vms', OF_VM), count('volumes', OF_VOLUME)]);
	return counts;
}

export async function assignedProfile(
	client: VergeosClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<NativeProfileRef | undefined> {
	const row = await readBearer(client, target, signal);
	if (row.snapshot_profile === null) return undefined;
	return { id: row.snapshot_profile, name: row.snapshot_profile_name };
}

/** What VergeOS does not know it drops without a word: whoever asks for it reads it back. */
export async function assignProfile(
	client: VergeosClient,
	target: TargetRef,
	profile: NativeProfileRef | undefined,
	signal: AbortSignal,
): Promise<void> {
	const bearing = await readBearer(client, target, signal);
	if (profile !== undefined && target.level === 'volume' && !canBeSnapshotted(bearing)) {
		const message = `${target.name} is no local volume (ext4), so VergeOS takes no snapshots of it`;
		throw refusal('UNSUPPORTED', target, message, 'Choose a local volume. Nothing was changed.');
	}
	if (profile !== undefined && !(await profileRowOf(client, profile.id, signal))) {
		throw profileGone(profile);
	}
	const value = profile === undefined ? null : keyValue(profile.id);
	await client.put(tableOf(target), bearing.$key, { snapshot_profile: value }, signal);
}

function tableOf(target: TargetRef): 'vms' | 'volumes' {
	switch (target.level) {
		case 'vm':
			return 'vms';
		case 'volume':
			return 'volumes';
		case 'tenant':
		case 'system': {
			const { nativeProfile } = capabilitiesAt(target);
			const denied = nativeProfile?.supported === false ? nativeProfile : undefined;
			const message = `VergeOS can’t give ${target.name} a snapshot profile from here`;
			const why = denied === undefined ? message : `${message}: ${denied.reason}`;
			throw refusal('UNSUPPORTED', target, why, denied?.instead);
		}
	}
}

async function readBearer(
	client: VergeosClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Bearer> {
	const table = tableOf(target);
	const row = await (table === 'vms'
		? findVm(client, target.id, signal)
		: client.findBy('volumes', equals('id', target.id), bearer, OF_VOLUME, signal));
	if (row === undefined || row.$key !== target.id || row.is_snapshot) throw targetGone(target);
	return row;
}

async function findVm(
	client: VergeosClient,
	id: string,
	signal: AbortSignal,
): Promise<Bearer | undefined> {
	return /^\d+$/.test(id) ? await client.find('vms', id, bearer, OF_VM, signal) : undefined;
}
