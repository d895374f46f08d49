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
import { incusCapabilities } from './capabilities';
import { IncusClient } from './client';
import { describeSystem } from './describe';
import { attempt, translateFailure } from './errors';
import { instanceLevel } from './instance/level';
import type { Incus, LevelDriver } from './level';
import { capabilitiesAt, levelOf, type IncusLevel } from './levels';
import type { IncusLogin } from './login';
import { Pools } from './pools';
import { assertName } from './refusals';
import { INCUS } from './system';
import { volumeLevel } from './volume/level';

export interface IncusOptions {
	readonly login: IncusLogin;
	/** The only project that is listed; absent: all that the login may see. */
	readonly project?: string;
}

/**
 * One Incus or LXD, or a cluster of them, over its REST API. For a login by certificate, the port must show that
 * certificate.
 */
export function incusDriver(
	http: HttpPort,
	{ login, project }: IncusOptions,
	clock: Clock,
): SnapshotDriver {
	const client = new IncusClient(http, login, clock);
	const unfinished = new Set<Promise<unknown>>();
	const finish = async <T>(work: Promise<T>): Promise<T> => {
		unfinished.add(work);
		try {
			return await work;
		} finally {
			unfinished.delete(work);
		}
	};
	return new Driver({ client, clock, pools: new Pools(client), project, finish }, unfinished);
}

class Driver implements SnapshotDriver {
	readonly system = INCUS;
	readonly capabilities = incusCapabilities;

	private readonly levels: Readonly<Record<IncusLevel, LevelDriver>>;

	constructor(
		private readonly on: Incus,
		private readonly unfinished: ReadonlySet<Promise<unknown>>,
	) {
		this.levels = { vm: instanceLevel(on), volume: volumeLevel(on) };
	}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		const doing = `log in to ${this.on.client.address}`;
		return await attempt({ doing }, signal, async () => await describeSystem(this.on, signal));
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		signal.throwIfAborted();
		const level = this.levels[levelOf(query.level)];
		try {
			for await (const entry of level.inventory(query, signal)) {
				signal.throwIfAborted();
				yield entry;
			}
		} catch (error) {
			signal.throwIfAborted();
			const what = query.level === 'vm' ? 'instances' : 'volumes';
			throw translateFailure(error, { doing: `list the ${what} of ${this.on.client.address}` });
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		return await this.work(`read ${target.name}`, target, signal, (level) =>
			level.readTarget(target, signal),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		return await this.work(`list the snapshots of ${target.name}`, target, signal, (level) =>
			level.listSnapshots(target, signal),
		);
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		assertName(target, request.name, capabilitiesAt(target).snapshotNaming, 'Snapshot name');
		const doing = `create snapshot ${request.name} of ${target.name}`;
		return await this.work(doing, target, signal, (level) =>
			level.createSnapshot(target, request, signal),
		);
	}

	async revertToSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const doing = `revert ${target.name} to snapshot ${snapshot.name}`;
		return await this.work(doing, target, signal, (level) =>
			level.revertToSnapshot(target, snapshot, request, signal),
		);
	}

	async restoreAsNew(
		target: Target,
		snapshot: SystemSnapshot,
		request: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target> {
		assertName(target, request.name, capabilitiesAt(target).targetNaming, 'New name');
		const doing = `restore ${target.name} from snapshot ${snapshot.name} as ${request.name}`;
		return await this.work(doing, target, signal, (level) =>
			level.restoreAsNew(target, snapshot, request, signal),
		);
	}

	async deleteSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		signal: AbortSignal,
	): Promise<void> {
		const doing = `delete snapshot ${snapshot.name} of ${target.name}`;
		await this.work(doing, target, signal, (level) =>
			level.deleteSnapshot(target, snapshot, signal),
		);
	}

	async updateSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const doing = `change snapshot ${snapshot.name} of ${target.name}`;
		return await this.work(doing, target, signal, (level) =>
			level.updateSnapshot(target, snapshot, change, signal),
		);
	}

	/** There is no session to end: each request brings its own proof. */
	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
	}

	private async work<T>(
		doing: string,
		target: TargetRef,
		signal: AbortSignal,
		work: (level: LevelDriver) => Promise<T>,
	): Promise<T> {
		const level = this.levels[levelOf(target.level)];
		return await attempt({ doing, target }, signal, async () => await work(level));
	}
}
