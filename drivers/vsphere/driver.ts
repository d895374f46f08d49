import type { Clock } from '../../snapshots/clock';
import type { Capabilities, Feature, LevelCapabilities } from '../../snapshots/capabilities';
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
import type { Undertaking } from '../failures';
import type { HttpPort } from '../transports/http';
import { esxiCapabilities, vsphereCapabilities } from './capabilities';
import { VsphereClient } from './client';
import { createSnapshot } from './create';
import { deleteSnapshot } from './delete';
import { attempt, translateFailure, VSPHERE } from './errors';
import { inventory } from './inventory';
import type { Vsphere } from './level';
import type { VsphereLogin } from './login';
import { read, wanted } from './properties';
import { assertName, assertSupported, levelUnknown } from './refusals';
import { restoreAsNew } from './restore';
import { revertToSnapshot } from './revert';
import { readServiceContent } from './serviceContent';
import { snapshotsIn } from './snapshotTree';
import { text } from './soap/value';
import { withHolder } from './tasks';
import { updateSnapshot } from './update';
import { readVm, VM, VM_WITH_SNAPSHOTS, vmTarget } from './vms';

const ROOT_FOLDER = wanted('Folder', { name: text });

/**
 * One vCenter, or one ESXi host by itself, over the SOAP interface that both have. Which of the two answers
 * decides about the capabilities, so it is asked first; the login comes with the first call.
 */
export async function openVsphere(
	http: HttpPort,
	login: VsphereLogin,
	clock: Clock,
	signal: AbortSignal,
): Promise<SnapshotDriver> {
	const content = await attempt(
		{ doing: `reach vSphere at ${http.address}` },
		signal,
		async () => await readServiceContent(http, signal),
	);
	return new VsphereDriver(new VsphereClient(http, content, login, clock), clock);
}

class VsphereDriver implements SnapshotDriver {
	readonly system = VSPHERE;
	readonly capabilities: Capabilities;

	private readonly on: Vsphere;
	private readonly unfinished = new Set<Promise<unknown>>();

	constructor(
		private readonly client: VsphereClient,
		clock: Clock,
	) {
		this.capabilities = client.content.isHost ? esxiCapabilities : vsphereCapabilities;
		const finish: Vsphere['finish'] = async (work) => await this.finish(work);
		this.on = { client, clock, known: new Map(), finish };
	}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const { address, content } = this.client;
		return await attempt({ doing: `log in to vSphere at ${address}` }, signal, async () => {
			// Beyond the login this needs the least that there is to ask for.
			await read(this.client, content.rootFolder, ROOT_FOLDER, signal);
			return { name: address, version: content.product };
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
		const doing = { doing: `read ${target.name}`, target };
		return await this.attempt(doing, signal, async () => {
			const { ref, vm } = await readVm(this.on, target, VM, signal);
			return vmTarget(vm, ref);
		});
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		const doing = { doing: `list the snapshots of ${target.name}`, target };
		return await this.attempt(doing, signal, async () => {
			const { vm } = await readVm(this.on, target, VM_WITH_SNAPSHOTS, signal);
			return snapshotsIn(vm.snapshot);
		});
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		assertName(target, request.name, this.level.snapshotNaming);
		if (request.expiresAt !== undefined) this.assert(target, 'nativeExpiry');
		const doing = { doing: `create snapshot ${request.name} of ${target.name}`, target };
		return await this.attempt(
			doing,
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
		const doing = { doing: `revert ${target.name} to snapshot ${snapshot.name}`, target };
		return await this.attempt(
			doing,
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
		this.assert(target, 'restoreAsNew');
		assertName(target, request.name, this.level.targetNaming, 'New name');
		const doing = `restore ${target.name} from snapshot ${snapshot.name} as ${request.name}`;
		return await this.attempt(
			{ doing, target },
			signal,
			async () => await restoreAsNew(this.on, target, snapshot, request, signal),
		);
	}

	async deleteSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		signal: AbortSignal,
	): Promise<void> {
		const doing = { doing: `delete snapshot ${snapshot.name} of ${target.name}`, target };
		await this.attempt(
			doing,
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
		const doing = { doing: `change snapshot ${snapshot.name} of ${target.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async () => await updateSnapshot(this.on, target, snapshot, change, signal),
		);
	}

	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
		await this.client.close();
	}

	private get level(): LevelCapabilities {
		const { vm } = this.capabilities.levels;
		if (vm === undefined) throw new Error('vSphere has lost its only level');
		return vm;
	}

	private assert(target: TargetRef, feature: Feature): void {
		assertSupported(target, this.level.features[feature]);
	}

	/** Who holds a busy VM is asked for at once, since the task may be forgotten later. */
	private async attempt<T>(
		undertaking: Undertaking,
		signal: AbortSignal,
		work: () => Promise<T>,
	): Promise<T> {
		return await attempt(undertaking, signal, async () => {
			try {
				return await work();
			} catch (error) {
				throw await withHolder(this.on, undertaking.target, error, signal);
			}
		});
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
