import { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import type { PowerState, Target, TargetRef } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import type { ProxmoxClient } from './client';
import { GUEST_MISSING } from './errors';
import { isTemplate, targetGone } from './refusals';
import { flag, optionalText, text, wholeNumber } from './schema';

const guestRow = z.object({
	vmid: wholeNumber.transform(String),
	node: z.string().min(1),
	type: z.enum(['qemu', 'lxc']),
	/** `unknown` while its node is down; then most of the rest is absent. */
	status: text,
	name: optionalText,
	template: flag,
	tags: optionalText.transform((tags) => tags?.split(/[;,\s]+/).filter(Boolean) ?? []),
	pool: optionalText,
});
export type GuestRow = z.output<typeof guestRow>;

export type GuestType = GuestRow['type'];

/** Where a guest is now, as the API addresses it. */
export interface Guest {
	readonly vmid: string;
	readonly type: GuestType;
	readonly node: string;
}

const guestRows = z.array(guestRow);

export const pathOf = ({ node, type, vmid }: Guest): string =>
	`/nodes/${encodeURIComponent(node)}/${type}/${vmid}`;

/** What the cluster lists is some seconds old anyway. */
const LISTING_GOOD_FOR_MS = 5000;

/** Finds guests by their ID, on whatever node they are: a guest may move at any time. */
export class Guests {
	private readonly known = new Map<string, Guest>();
	private recent:
		{ readonly rows: ReadonlyMap<string, GuestRow>; readonly atMs: number } | undefined;

	constructor(
		private readonly client: ProxmoxClient,
		private readonly clock: Clock,
	) {}

	/** All that the account may see, templates too, in one request. */
	async list(signal: AbortSignal): Promise<readonly GuestRow[]> {
		const rows = await this.client.get('/cluster/resources', guestRows, signal, { type: 'vm' });
		for (const row of rows) this.remember(row);
		const byId = new Map(rows.map((row) => [row.vmid, row]));
		this.recent = { rows: byId, atMs: this.clock.now().getTime() };
		return rows;
	}

	/** From a listing of the last seconds: whoever works on many guests does not list them all for each. */
	async row(target: TargetRef, signal: AbortSignal): Promise<GuestRow> {
		const { rows, atMs = -Infinity } = this.recent ?? {};
		const isGood = this.clock.now().getTime() - atMs < LISTING_GOOD_FOR_MS;
		const found = isGood ? rows?.get(target.id) : undefined;
		return found === undefined || found.template ? await this.freshRow(target, signal) : found;
	}

	private async freshRow(target: TargetRef, signal: AbortSignal): Promise<GuestRow> {
		if (!isVmid(target.id)) throw targetGone(target);
		const found = (await this.list(signal)).find(({ vmid }) => vmid === target.id);
		if (found === undefined) throw targetGone(target);
		if (found.template) throw isTemplate(target);
		return found;
	}

	async locate(target: TargetRef, signal: AbortSignal): Promise<Guest> {
		return this.known.get(target.id) ?? (await this.row(target, signal));
	}

	/**
	 * Asks a guest where it is thought to be, and once more where it really is when it has moved since: the
	 * request was refused before anything was done.
	 */
	async ask<T>(
		target: TargetRef,
		signal: AbortSignal,
		question: (path: string, guest: Guest) => Promise<T>,
	): Promise<T> {
		const guest = await this.locate(target, signal);
		try {
			return await question(pathOf(guest), guest);
		} catch (error) {
			if (!mayHaveMoved(error)) throw error;
			this.known.delete(target.id);
			const moved = await this.freshRow(target, signal);
			if (moved.node === guest.node) throw error;
			return await question(pathOf(moved), moved);
		}
	}

	remember({ vmid, node, type }: Guest): void {
		this.known.set(vmid, { vmid, node, type });
	}
}

/** From 100 up, over VMs and containers together. */
export const isVmid = (id: string): boolean => /^[1-9]\d{2,8}$/.test(id);

export const isGuestMissing = (error: unknown): boolean =>
	error instanceof RefusedAnswer && GUEST_MISSING.test(error.said);

/** 595: the node could not even be connected to; high availability may have started the guest elsewhere. */
const mayHaveMoved = (error: unknown): boolean =>
	isGuestMissing(error) || (error instanceof RefusedAnswer && error.status === 595);

const guestStatus = z.object({
	status: text,
	/** Of a VM: what QEMU says, such as `paused`. */
	qmpstatus: text,
	name: optionalText,
	lock: optionalText,
	/** Of a VM: whether the guest agent is turned on in its settings; not whether it answers. */
	agent: flag,
});
export type GuestStatus = z.output<typeof guestStatus>;

/** As it is this instant; the cluster's listing is some seconds old. */
export const statusOf = async (
	client: ProxmoxClient,
	guests: Guests,
	target: TargetRef,
	signal: AbortSignal,
): Promise<GuestStatus> =>
	await guests.ask(
		target,
		signal,
		async (path) => await client.get(`${path}/status/current`, guestStatus, signal),
	);

export function powerStateOf({
	status,
	qmpstatus,
}: Pick<GuestStatus, 'status' | 'qmpstatus'>): PowerState {
	if (status === 'stopped') return 'stopped';
	if (status !== 'running') return 'unknown';
	if (qmpstatus === 'paused') return 'paused';
	return qmpstatus === 'suspended' ? 'suspended' : 'running';
}

/** A pool is told as a tag, too, so that it can be filtered by; no tag of Proxmox VE holds a colon. */
export const targetOf = (row: GuestRow, status?: GuestStatus): Target => ({
	level: 'vm',
	id: row.vmid,
	name: status?.name ?? row.name ?? row.vmid,
	powerState: powerStateOf(status ?? { status: row.status, qmpstatus: '' }),
	tags: row.pool === undefined ? row.tags : [...row.tags, `pool:${row.pool}`],
	details: { type: row.type, node: row.node, pool: row.pool ?? null },
});

export async function readGuest(
	client: ProxmoxClient,
	guests: Guests,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Target> {
	const row = await guests.row(target, signal);
	return targetOf(row, await statusOf(client, guests, target, signal));
}
