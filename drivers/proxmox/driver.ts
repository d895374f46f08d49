import type { Clock } from '../../snapshots/clock';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	RestoreRequest,
	RevertRequest,
	SnapshotChange,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { HttpPort } from '../transports/http';
import { proxmoxCapabilities, vmCapabilities } from './capabilities';
import { ProxmoxClient } from './client';
import { createSnapshot } from './create';
import { describeSystem } from './describeSystem';
import { attempt, PROXMOX, translateFailure } from './errors';
import { Guests, readGuest } from './guests';
import { inventory } from './inventory';
import type { Proxmox } from './level';
import { assertLogin, type ProxmoxLogin } from './login';
import { assertName, assertSupported, levelUnknown } from './refusals';
import { deleteSnapshot } from './remove';
import { restoreAsNew } from './restore';
import { revertToSnapshot } from './revert';
import { snapshotsOf } from './snapshots';
import { Storages } from './storages';
import { updateSnapshot } from './update';

/** One cluster of Proxmox VE, or a single node, over its REST API. */
export function proxmoxDriver(http: HttpPort, login: ProxmoxLogin, clock: Clock): SnapshotDriver {
	assertLogin(login);
	const client = new ProxmoxClient(http, login, clock);
	return new ProxmoxDriver(client, clock);
}

class ProxmoxDriver implements SnapshotDriver {
	readonly system = PROXMOX;
	readonly capabilities = proxmoxCapabilities;
	private readonly on: Proxmox;
	private readonly unfinished = new Set<Promise<unknown>>();

	constructor(client: ProxmoxClient, clock: Clock) {
		const finish: Proxmox['finish'] = async (work) => await this.finish(work);
		const guests = new Guests(client, clock);
		this.on = { client, clock, guests, storages: new Storages(client), finish };
	}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const { client } = this.on;
		const doing = `log in to Proxmox VE at ${client.address}`;
		return await attempt({ doing }, signal, async () => await describeSystem(client, signal));
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		signal.throwIfAborted();
		if (query.level !== 'vm') throw levelUnknown(query.level);
		try {
			for await (const entry of inventory(this.on, query, signal)) {
				signal.throwIfAborted();
				yield entry;
			}
		} catch (error) {
			signal.throwIfAborted();
			throw translateFailure(error, { doing: `list the VMs of ${this.on.client.address}` });
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		const { client, guests } = this.on;
		return await attempt(
			{ doing: `read ${target.name}`, target },
			signal,
			async () => await readGuest(client, guests, target, signal),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		return await attempt(
			{ doing: `list the snapshots of ${target.name}`, target },
			signal,
			async () => await snapshotsOf(this.on, target, signal),
		);
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		if (request.expiresAt !== undefined) {
			assertSupported(target, vmCapabilities.features.nativeExpiry);
		}
		assertName(target, request.name, vmCapabilities.snapshotNaming, 'Snapshot name');
		return await attempt(
			{ doing: `create snapshot ${request.name} of ${target.name}`, target },
			signal,
			async () => await createSnapshot(this.on, target, request, signal),
		);
	}

	async revertToSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		return await attempt(
			{ doing: `revert ${target.name} to snapshot ${snapshot.name}`, target },
			signal,
			async () => await revertToSnapshot(this.on, target, snapshot, request, signal),
		);
	}

	async restoreAsNew(
		target: Target,
		snapshot: SystemSnapshot,
		request: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target> {
		assertName(target, request.name, vmCapabilities.targetNaming, 'New name');
		const what = `restore ${target.name} from snapshot ${snapshot.name} as ${request.name}`;
		return await attempt(
			{ doing: what, target },
			signal,
			async () => await restoreAsNew(this.on, target, snapshot, request, signal),
		);
	}

	async deleteSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		signal: AbortSignal,
	): Promise<void> {
		await attempt(
			{ doing: `delete snapshot ${snapshot.name} of ${target.name}`, target },
			signal,
			async () => await deleteSnapshot(this.on, target, snapshot, signal),
		);
	}

	async updateSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		return await attempt(
			{ doing: `change snapshot ${snapshot.name} of ${target.name}`, target },
			signal,
			async () => await updateSnapshot(this.on, target, snapshot, change, signal),
		);
	}

	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
		this.on.storages.close();
		await this.on.client.close();
	}

	private async finish<T>(work: Promise<T>): Promise<T> {
		this.unfinished.add(work);
		try {
			return await work;
		} finally {
			this.unfinished.delete(work);
		}
	}
}
