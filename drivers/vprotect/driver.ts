import type { Clock } from '../../snapshots/clock';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	RestoreRequest,
	RevertRequest,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import type { Capabilities, Feature, Support } from '../../snapshots/capabilities';
import type { SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { HttpPort } from '../transports/http';
import { vprotectCapabilitiesWithoutSsh } from './capabilities';
import { VprotectClient } from './client';
import { createSnapshot, type Vprotect } from './create';
import { attempt, translateFailure, VPROTECT } from './errors';
import { inventory } from './inventory';
import type { VprotectLogin } from './login';
import { Policies } from './policies';
import { assertSupported, levelUnknown } from './refusals';
import { snapshotsOf } from './snapshots';
import { readVm, vmTarget } from './vms';

/** One vProtect server over its REST API. */
export const vprotectDriver = (
	http: HttpPort,
	login: VprotectLogin,
	clock: Clock,
): SnapshotDriver =>
	new VprotectDriver(new VprotectClient(http, login), clock, vprotectCapabilitiesWithoutSsh);

class VprotectDriver implements SnapshotDriver {
	readonly system = VPROTECT;
	private readonly on: Vprotect;

	constructor(
		private readonly client: VprotectClient,
		clock: Clock,
		readonly capabilities: Capabilities,
	) {
		this.on = { client, clock, policies: new Policies(client) };
	}

	/** No public call tells the version; a listing of policies proves the login, and its rights. */
	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const doing = `log in to vProtect at ${this.client.address}`;
		return await attempt({ doing }, signal, async () => {
			await this.on.policies.list(signal);
			return { name: this.client.address, version: 'vProtect, which does not tell its version' };
		});
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		signal.throwIfAborted();
		if (query.level !== 'vm') throw levelUnknown(query.level);
		try {
			for await (const entry of inventory(this.client, query, signal)) {
				signal.throwIfAborted();
				yield entry;
			}
		} catch (error) {
			signal.throwIfAborted();
			throw translateFailure(error, { doing: `list the VMs of ${this.client.address}` });
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		return await attempt({ doing: `read ${target.name}`, target }, signal, async () =>
			vmTarget(await readVm(this.client, target, signal)),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		const doing = { doing: `list the snapshots of ${target.name}`, target };
		return await attempt(doing, signal, async () => {
			const vm = await readVm(this.client, target, signal);
			return await snapshotsOf(this.client, vm, signal);
		});
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		if (request.memory) assertSupported(target, this.support('memory'), 'memory');
		if (request.quiesce) assertSupported(target, this.support('quiesce'), 'quiesce');
		if (request.expiresAt !== undefined) assertSupported(target, this.support('nativeExpiry'));
		const doing = { doing: `take a snapshot of ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await createSnapshot(this.on, target, request, signal),
		);
	}

	async revertToSnapshot(
		target: Target,
		_snapshot: SystemSnapshot,
		_request: RevertRequest,
		_signal: AbortSignal,
	): Promise<Target> {
		throw this.denied(target, 'revert');
	}

	async restoreAsNew(
		target: Target,
		_snapshot: SystemSnapshot,
		_request: RestoreRequest,
		_signal: AbortSignal,
	): Promise<Target> {
		throw this.denied(target, 'restoreAsNew');
	}

	async deleteSnapshot(
		target: Target,
		_snapshot: SystemSnapshot,
		_signal: AbortSignal,
	): Promise<void> {
		throw this.denied(target, 'delete');
	}

	async close(): Promise<void> {
		this.client.close();
	}

	private support(feature: Feature): Support {
		const level = this.capabilities.levels.vm;
		if (level === undefined) throw new Error('vProtect has lost its only level');
		return level.features[feature];
	}

	/** What the capabilities deny to every VM. */
	private denied(target: TargetRef, feature: Feature): never {
		assertSupported(target, this.support(feature));
		throw new Error(`vProtect lacks ${feature}`);
	}
}
