import type { Clock } from '../../snapshots/clock';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	Part,
	RestoreRequest,
	RevertRequest,
	SnapshotChange,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import type { Level, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { NativeProfiles } from '../../snapshots/nativeProfile';
import type { HttpPort } from '../transports/http';
import { capabilitiesAt, vergeosCapabilities } from './capabilities';
import { VergeosClient } from './client';
import { attempt, translateFailure, VERGEOS } from './errors';
import type { LevelDriver, Vergeos } from './level';
import type { VergeosLogin } from './login';
import { vergeosProfiles } from './profiles/profiles';
import { assertName, assertSupported } from './refusals';
import { readSystem } from './system/readSystem';
import { systemLevel } from './system/level';
import { tenantLevel } from './tenant/level';
import { vmLevel } from './vm/level';
import { volumeLevel } from './volume/level';

/** One VergeOS system, or one tenant of it seen from inside, over its REST API. */
export const vergeosDriver = (http: HttpPort, login: VergeosLogin, clock: Clock): SnapshotDriver =>
	new VergeosDriver(new VergeosClient(http, login), clock);

class VergeosDriver implements SnapshotDriver {
	readonly system = VERGEOS;
	readonly capabilities = vergeosCapabilities;
	readonly profiles: NativeProfiles;

	private readonly levels: Readonly<Record<Level, LevelDriver>>;
	private readonly unfinished = new Set<Promise<unknown>>();

	constructor(
		private readonly client: VergeosClient,
		clock: Clock,
	) {
		const on: Vergeos = { client, clock, finish: async (work) => await this.finish(work) };
		this.profiles = vergeosProfiles(on);
		this.levels = {
			vm: vmLevel(on),
			system: systemLevel(on),
			tenant: tenantLevel(on),
			volume: volumeLevel(on),
		};
	}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const doing = `log in to VergeOS at ${this.client.address}`;
		return await attempt({ doing }, signal, async () => {
			const { name, version } = await readSystem(this.client, signal);
			return { name, version: `VergeOS ${version}` };
		});
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		const level = this.levels[query.level];
		const undertaking = { doing: `list the ${query.level}s of ${this.client.address}` };
		signal.throwIfAborted();
		try {
			for await (const entry of level.inventory(query, signal)) {
				signal.throwIfAborted();
				yield entry;
			}
		} catch (error) {
			signal.throwIfAborted();
			throw translateFailure(error, undertaking);
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		const doing = { doing: `read ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await this.levels[target.level].readTarget(target, signal),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		const doing = { doing: `list the snapshots of ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await this.levels[target.level].listSnapshots(target, signal),
		);
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const level = this.levels[target.level];
		const { snapshotNaming } = capabilitiesAt(target);
		if (request.memory) assertSupported(target, 'memory');
		if (request.quiesce) assertSupported(target, 'quiesce');
		assertName(target, request.name, snapshotNaming);
		const doing = { doing: `create snapshot ${request.name} of ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await level.createSnapshot(target, request, signal),
		);
	}

	async revertToSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const revert = offered(target, 'revert', this.levels[target.level].revertToSnapshot);
		const doing = { doing: `revert ${target.name} to snapshot ${snapshot.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await revert(target, snapshot, request, signal),
		);
	}

	async snapshotParts(
		target: Target,
		snapshot: SystemSnapshot,
		level: Level,
		signal: AbortSignal,
	): Promise<readonly Part[]> {
		const { snapshotParts } = this.levels[target.level];
		if (snapshotParts === undefined) return [];
		const doing = { doing: `look into snapshot ${snapshot.name} of ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await snapshotParts(target, snapshot, level, signal),
		);
	}

	async restoreAsNew(
		target: Target,
		snapshot: SystemSnapshot,
		request: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const restore = offered(target, 'restoreAsNew', this.levels[target.level].restoreAsNew);
		const source = request.part ?? target;
		const { targetNaming } = capabilitiesAt(source);
		assertName(target, request.name, targetNaming, 'New name');
		const what = `restore ${source.name} from snapshot ${snapshot.name} of ${target.name}`;
		return await attempt(
			{ doing: `${what} as ${request.name}`, target },
			signal,
			async () => await restore(target, snapshot, request, signal),
		);
	}

	async deleteSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		signal: AbortSignal,
	): Promise<void> {
		const doing = { doing: `delete snapshot ${snapshot.name} of ${target.name}`, target };
		await attempt(
			doing,
			signal,
			async () => await this.levels[target.level].deleteSnapshot(target, snapshot, signal),
		);
	}

	async updateSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const doing = { doing: `change snapshot ${snapshot.name} of ${target.name}`, target };
		return await attempt(
			doing,
			signal,
			async () => await this.levels[target.level].updateSnapshot(target, snapshot, change, signal),
		);
	}

	/** There is no session to end: each request brings its own proof. */
	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
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

/** What the capabilities deny has no method, either. */
function offered<Method>(
	target: TargetRef,
	feature: 'revert' | 'restoreAsNew',
	method: Method | undefined,
): Method {
	assertSupported(target, feature);
	if (method === undefined) throw new Error(`The level ${target.level} lacks ${feature}`);
	return method;
}
