import type { RestoreRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import { noCloneFromSnapshot, noLinkedClone } from './capabilities';

import { ID_TAKEN } from './errors';
import { hasFeature } from './features';
import { isVmid, statusOf, type Guest } from './guests';
import type { Proxmox } from './level';
import { assertUnlocked } from './locks';
import { nextFreeId } from './nextFreeId';
import { finishNewGuest, type Cloning } from './newGuest';
import { assertSupported, refusal, snapshotGone } from './refusals';
import { CLONE, NEW_ID, NODE, POOL, STORAGE, valueOf } from './settings';
import { sameOf, snapshotsOf } from './snapshots';
import { taskOf } from './tasks';

/** Makes a clone from the snapshot. The cluster gives it new addresses; it comes powered off. */
export async function restoreAsNew(
	on: Proxmox,
	target: Target,
	snapshot: SystemSnapshot,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const order = orderOf(target, request);
	const guest = await on.guests.locate(target, signal);
	const all = await snapshotsOf(on, target, signal);
	const found = sameOf(all, snapshot);
	// What the storage can't do at all is told first, whichever of the snapshots it would have been.
	await assertClonable(on, guest, target, order.full, found ?? all[0], signal);
	if (found === undefined) throw snapshotGone(target, snapshot);
	await assertNameFree(on, target, request.name, signal);
	await assertUnlocked(on, target, await statusOf(on.client, on.guests, target, signal), signal);
	const cloning = await begin(on, target, guest, { ...order, snapname: found.name }, signal);
	return await finishNewGuest(on, cloning, request, signal);
}

interface Order {
	readonly name: string;
	readonly full: boolean;
	readonly storage: string | undefined;
	readonly node: string | undefined;
	readonly pool: string | undefined;
	readonly newId: string | undefined;
}

/** Refuses before the first request what can't be meant. */
function orderOf(target: Target, { name, settings }: RestoreRequest): Order {
	const given = (setting: typeof STORAGE | typeof NODE | typeof POOL | typeof NEW_ID) =>
		valueOf(settings, setting) || undefined;
	const full = valueOf(settings, CLONE) !== 'linked';
	const [storage, newId] = [given(STORAGE), given(NEW_ID)];
	if (!full && storage !== undefined) {
		throw refusal(
			'INVALID_INPUT',
			target,
			`A linked clone of ${target.name} can’t go to another storage (${storage})`,
			{ advice: 'Leave Target Storage empty, or set Kind of Clone to Full. Nothing was sent.' },
		);
	}
	if (newId !== undefined && !isVmid(newId)) {
		throw refusal(
			'INVALID_INPUT',
			target,
			`${JSON.stringify(newId)} can’t be the VM ID of a copy of ${target.name}`,
			{ advice: 'VM IDs are numbers from 100 to 999999999. Nothing was sent.' },
		);
	}
	return { name, full, storage, node: given(NODE), pool: given(POOL), newId };
}

/** Of a container the full clone does not ask the storage, so neither do we: it copies the files. */
async function assertClonable(
	on: Proxmox,
	{ type }: Guest,
	target: Target,
	full: boolean,
	snapshot: SystemSnapshot | undefined,
	signal: AbortSignal,
): Promise<void> {
	if (snapshot === undefined || (type === 'lxc' && full)) return;
	const wanted = full ? 'copy' : 'clone';
	if (await hasFeature(on, target, wanted, snapshot.name, signal)) return;
	assertSupported(target, full ? noCloneFromSnapshot : noLinkedClone);
}

/** Proxmox VE would take a name twice; people would not tell the two apart. */
async function assertNameFree(
	{ guests }: Proxmox,
	target: Target,
	wanted: string,
	signal: AbortSignal,
): Promise<void> {
	const taken = (await guests.list(signal)).find(({ name }) => name === wanted);
	if (taken === undefined) return;
	throw refusal(
		'CONFLICT',
		target,
		`${target.name} can’t be restored as ${wanted}: guest ${taken.vmid} has that name`,
		{ advice: 'Choose another New Name. Nothing was changed.' },
	);
}

const MOST_TRIES = 5;

async function begin(
	on: Proxmox,
	target: Target,
	{ type }: Guest,
	order: Order & { readonly snapname: string },
	signal: AbortSignal,
): Promise<Cloning> {
	const { name, full, storage, node, pool, snapname } = order;
	const common = { snapname, full: full ? 1 : 0, storage, target: node, pool };
	const body = type === 'qemu' ? { ...common, name } : { ...common, hostname: name };
	for (let tries = 1; ; tries += 1) {
		const newid = order.newId ?? (await nextFreeId(on, signal));
		try {
			return await on.guests.ask(target, signal, async (path, source) => {
				const task = taskOf(await on.client.post(`${path}/clone`, { ...body, newid }, signal));
				const made: Guest = { vmid: newid, type, node: node ?? source.node };
				return { source: target, task, made };
			});
		} catch (error) {
			// The free ID that is told is not reserved: somebody else may have been faster.
			const isTaken = error instanceof RefusedAnswer && ID_TAKEN.test(error.said);
			if (!isTaken || order.newId !== undefined || tries === MOST_TRIES) throw error;
		}
	}
}
