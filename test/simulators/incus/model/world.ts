import type { Clock } from '../../../../snapshots/clock';
import { Timeline } from '../../vprotect/model/timeline';
import type { Durations } from '../durations';
import type { Quirks, Release } from '../releases';
import type {
	Instance,
	InstanceSnapshot,
	Member,
	Pool,
	Profile,
	Project,
	Volume,
	VolumeSnapshot,
} from './entities';
import { Locks } from './locks';
import { Operations, type Operation } from './operations';
import { Pruner, type Expiring } from './pruner';

export interface WorldSettings {
	readonly clock: Clock;
	readonly release: Release;
	readonly quirks: Quirks;
	readonly durations: Durations;
	/** Names of the members; none: the server stands alone. */
	readonly members: readonly string[];
}

interface Trap {
	readonly matches: (operation: Operation) => boolean;
	readonly message: string;
	left: number;
}

/** One server, or one cluster, behind its API: what it holds, what it works on, and its time. */
export class World {
	readonly projects = new Map<string, Project>();
	readonly pools = new Map<string, Pool>();
	readonly members = new Map<string, Member>();
	readonly profiles: Profile[] = [];
	readonly instances: Instance[] = [];
	readonly volumes: Volume[] = [];
	readonly locks = new Locks();
	/** Volumes have no published lock: what their storage says is up to the test. */
	readonly busyVolumes = new Map<Volume, string>();
	readonly operations: Operations;
	readonly release: Release;
	readonly quirks: Quirks;
	readonly durations: Durations;
	private readonly timeline: Timeline;
	private readonly pruner: Pruner;
	private readonly clock: Clock;
	private traps: Trap[] = [];
	private addresses = 0;

	constructor({ clock, release, quirks, durations, members }: WorldSettings) {
		this.clock = clock;
		this.release = release;
		this.quirks = quirks;
		this.durations = durations;
		for (const name of members) this.members.set(name, { name, online: true });
		this.timeline = new Timeline(() => clock.now().getTime());
		const now = (): number => this.now();
		this.operations = new Operations(now, (operation) => this.takeTrap(operation));
		this.pruner = new Pruner(
			() => this.allSnapshots(),
			now,
			(expired) => this.removeSnapshots(expired),
		);
		this.timeline.add(this.operations);
		this.timeline.add(this.pruner);
	}

	/** Epoch milliseconds. */
	now(): number {
		return this.timeline.now();
	}

	/** Lets everything happen that the clock has come to: to be called before anybody looks. */
	settle(): void {
		this.timeline.settle();
	}

	/** Lets time pass, for a call that waits. */
	async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
		await this.clock.sleep(milliseconds, signal);
	}

	has(extension: string): boolean {
		return this.release.extensions.includes(extension);
	}

	/** To be called with the expiry of each snapshot that comes or changes. */
	noteExpiry(expiresAt: number | null): void {
		this.pruner.note(expiresAt);
	}

	/** A new one for each network card. */
	nextAddress(): string {
		this.addresses += 1;
		const prefix = this.release.flavour === 'incus' ? '10:66:6a' : '00:16:3e';
		const hex = this.addresses.toString(16).padStart(6, '0');
		return `${prefix}:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`;
	}

	trap(matches: (operation: Operation) => boolean, message: string, times: number): void {
		this.traps.push({ matches, message, left: times });
	}

	private takeTrap(operation: Operation): string | undefined {
		const trap = this.traps.find(({ matches }) => matches(operation));
		if (trap === undefined) return undefined;
		trap.left -= 1;
		if (trap.left <= 0) this.traps = this.traps.filter((one) => one !== trap);
		return trap.message;
	}

	private *allSnapshots(): Iterable<InstanceSnapshot | VolumeSnapshot> {
		for (const { snapshots } of this.instances) yield* snapshots;
		for (const { snapshots } of this.volumes) yield* snapshots;
	}

	private removeSnapshots(gone: ReadonlySet<Expiring>): void {
		const drop = (snapshots: Expiring[]): void => {
			const left = snapshots.filter((one) => !gone.has(one));
			snapshots.splice(0, snapshots.length, ...left);
		};
		for (const { snapshots } of this.instances) drop(snapshots);
		for (const { snapshots } of this.volumes) drop(snapshots);
	}
}
