import type { Clock } from '../../snapshots/clock';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	RevertRequest,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import type { Capabilities, Feature, Support } from '../../snapshots/capabilities';
import type { SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { NativeProfiles } from '../../snapshots/nativeProfile';
import type { HttpPort } from '../transports/http';
import type { SshPort } from '../transports/ssh';
import { vprotectCapabilities, vprotectCapabilitiesWithoutSsh } from './capabilities';
import { VprotectClient } from './client';
import { VprotectCli } from './cli';
import { createSnapshot } from './create';
import { attempt, translateFailure, VPROTECT } from './errors';
import { inventory } from './inventory';
import type { Vprotect } from './level';
import type { VprotectLogin } from './login';
import { Policies } from './policies';
import { vprotectProfiles } from './profiles/profiles';
import { assertSupported, levelUnknown } from './refusals';
import { revertToSnapshot } from './revert';
import { snapshotsOf } from './snapshots';
import { readVm, vmTarget } from './vms';

/**
 * One vProtect server: its REST API, and with an SSH connection to that server its command line, which alone
 * can revert.
 */
export function vprotectDriver(
	http: HttpPort,
	login: VprotectLogin,
	clock: Clock,
	ssh?: SshPort,
): SnapshotDriver {
	const client = new VprotectClient(http, login);
	const policies = new Policies(client);
	const cli = ssh === undefined ? undefined : new VprotectCli(ssh, login);
	const unfinished = new Set<Promise<unknown>>();
	const finish = async <T>(work: Promise<T>): Promise<T> => {
		unfinished.add(work);
		try {
			return await work;
		} finally {
			unfinished.delete(work);
		}
	};
	return new Driver({ client, clock, policies, cli, finish }, unfinished);
}

class Driver implements SnapshotDriver {
	readonly system = VPROTECT;
	readonly capabilities: Capabilities;

	readonly profiles: NativeProfiles;

	constructor(
		private readonly on: Vprotect,
		private readonly unfinished: ReadonlySet<Promise<unknown>>,
	) {
		this.profiles = vprotectProfiles(on);
		this.capabilities =
			on.cli === undefined ? vprotectCapabilitiesWithoutSsh : vprotectCapabilities;
	}

	/** No public call tells the version; a listing of policies proves the login, and its rights. */
	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const { client, policies, cli } = this.on;
		const doing = `log in to vProtect at ${client.address}`;
		return await attempt({ doing }, signal, async () => {
			await policies.list(signal);
			// Better found out now than by the first revert.
			await cli?.assertThere(signal);
			const found = cli === undefined ? '' : ', and its command line';
			return { name: client.address, version: `vProtect, which does not tell its version${found}` };
		});
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		signal.throwIfAborted();
		if (query.level !== 'vm') throw levelUnknown(query.level);
		try {
			for await (const entry of inventory(this.on.client, query, signal)) {
				signal.throwIfAborted();
				yield entry;
			}
		} catch (error) {
			signal.throwIfAborted();
			throw translateFailure(error, { doing: `list the VMs of ${this.on.client.address}` });
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		return await attempt({ doing: `read ${target.name}`, target }, signal, async () =>
			vmTarget(await readVm(this.on.client, target, signal)),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		const doing = { doing: `list the snapshots of ${target.name}`, target };
		return await attempt(doing, signal, async () => {
			const vm = await readVm(this.on.client, target, signal);
			return await snapshotsOf(this.on.client, vm, signal);
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
		snapshot: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const cli = this.cliFor(target, 'revert');
		const doing = { doing: `revert ${target.name} to snapshot ${snapshot.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await revertToSnapshot(this.on, cli, target, snapshot, request, signal),
		);
	}

	async restoreAsNew(target: Target): Promise<Target> {
		return this.deny(target, 'restoreAsNew');
	}

	async deleteSnapshot(target: Target): Promise<void> {
		this.deny(target, 'delete');
	}

	/** vProtect ends an idle session by itself; no public call does. */
	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
		this.on.client.close();
		await this.on.cli?.close();
	}

	private cliFor(target: TargetRef, feature: Feature): VprotectCli {
		return this.on.cli ?? this.deny(target, feature);
	}

	private deny(target: TargetRef, feature: Feature): never {
		assertSupported(target, this.support(feature));
		throw new Error(`vProtect lacks ${feature}`);
	}

	private support(feature: Feature): Support {
		const level = this.capabilities.levels.vm;
		if (level === undefined) throw new Error('vProtect has lost its only level');
		return level.features[feature];
	}
}
