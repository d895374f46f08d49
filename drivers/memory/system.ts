import type { Capabilities } from '../../snapshots/capabilities';
import type { Clock } from '../../snapshots/clock';
import { SnapshotError } from '../../snapshots/errors';
import type { PowerState, SystemId, SystemSnapshot, Target } from '../../snapshots/model';
import { memoryCapabilities, type MemoryRestrictions } from './capabilities';
import { Faults, type DriverMethod, type Fault } from './faults';
import {
	removeSnapshot,
	switchPower,
	targetOf,
	viewOf,
	type GuestAgent,
	type Machine,
	type MachineContent,
	type StoredSnapshot,
} from './machine';
import type { NativePeriod } from '../../snapshots/nativeProfile';
import { TAKES_NOTHING } from './autoAssign';
import type { StoredProfile } from './profiles';
import { RequestLog } from './requests';

export interface MachineSpec {
	readonly name: string;
	/** Default: `vm-1`, `vm-2`, … */
	readonly id?: string;
	/** Default: `running`. */
	readonly powerState?: PowerState;
	/** Default: `present`. */
	readonly agent?: GuestAgent;
	readonly tags?: readonly string[];
	readonly content?: Partial<MachineContent>;
}

export interface MemorySystemOptions extends MemoryRestrictions {
	readonly clock: Clock;
	/** Default: `memory`. */
	readonly system?: SystemId;
	readonly machines?: readonly MachineSpec[];
}

/**
 * A virtualisation system that lives in the process: machines with text for content, and a switch for
 * each thing that can go wrong. Several drivers may work on one system, as several workers would.
 */
export class MemorySystem {
	readonly id: SystemId;
	readonly clock: Clock;
	readonly capabilities: Capabilities;
	readonly restrictions: MemoryRestrictions;
	readonly requests = new RequestLog();
	/** How long each request takes, on the system's clock. A change is visible as under way meanwhile. */
	requestMilliseconds = 0;
	/** The system takes requests and answers none. */
	stalled = false;
	/** How many snapshots the whole system has room for. */
	snapshotQuota = Infinity;
	readonly faults = new Faults();
	readonly machines = new Map<string, Machine>();
	readonly profiles = new Map<string, StoredProfile>();
	private made = 0;

	constructor(options: MemorySystemOptions) {
		this.id = options.system ?? 'memory';
		this.clock = options.clock;
		this.restrictions = options;
		this.capabilities = memoryCapabilities(options);
		for (const spec of options.machines ?? []) this.add(spec);
	}

	/** Adds a machine, as if somebody had made it on the system itself. */
	add(spec: MachineSpec): Target {
		const machine = this.newMachine(spec);
		this.machines.set(machine.id, machine);
		return targetOf(machine);
	}

	/** Adds a profile of the system's own; its name must be free. */
	addProfile(name: string, periods: readonly NativePeriod[]): StoredProfile {
		if ([...this.profiles.values()].some((other) => other.name === name)) {
			const message = `There is a snapshot profile “${name}” already`;
			throw new SnapshotError('CONFLICT', message, { system: this.id });
		}
		const id = `profile-${(this.made += 1)}`;
		const profile = { id, name, description: '', periods, rules: TAKES_NOTHING };
		this.profiles.set(profile.id, profile);
		return profile;
	}

	/** Takes a machine away with its snapshots, as if somebody had removed it on the system itself. */
	remove(targetId: string): void {
		this.machines.delete(this.machine(targetId).id);
	}

	/** Every change of the target answers `BUSY` and names the holder, until `unlock`. */
	lock(targetId: string, holder: string): void {
		this.machine(targetId).lockedBy = holder;
	}

	unlock(targetId: string): void {
		this.machine(targetId).lockedBy = undefined;
	}

	/** The next call of the method, or the next one for `fault.targetId`, goes wrong. */
	failNext(method: DriverMethod, fault: Fault): void {
		this.faults.add(method, fault);
	}

	/** Changes what the running machine has on disk or in RAM. */
	write(targetId: string, content: Partial<MachineContent>): void {
		const machine = this.machine(targetId);
		machine.content = { ...machine.content, ...content };
	}

	read(targetId: string): MachineContent {
		return this.machine(targetId).content;
	}

	setPower(targetId: string, powerState: PowerState): void {
		switchPower(this.machine(targetId), powerState);
	}

	setAgent(targetId: string, agent: GuestAgent): void {
		this.machine(targetId).agent = agent;
	}

	/** Bends a snapshot into a state that is hard to reach otherwise: stuck, held, in use, of another day. */
	bendSnapshot(
		targetId: string,
		snapshotId: string,
		change: Partial<
			Pick<StoredSnapshot, 'state' | 'createdAt' | 'held' | 'inUse' | 'expiresAt' | 'description'>
		>,
	): void {
		Object.assign(this.snapshot(targetId, snapshotId), change);
	}

	/** The target as it is now, without a request. */
	target(targetId: string): Target {
		return targetOf(this.machine(targetId));
	}

	/** The target's snapshots as they are now, without a request. */
	snapshots(targetId: string): readonly SystemSnapshot[] {
		const machine = this.machine(targetId);
		return machine.snapshots.map((snapshot) =>
			viewOf(machine, snapshot, this.restrictions.revertOnlyNewest),
		);
	}

	/** Network state of a target, which the driver contract has no question for. */
	network(targetId: string): { readonly connected: boolean; readonly macAddress: string } {
		const { networkConnected: connected, macAddress } = this.machine(targetId);
		return { connected, macAddress };
	}

	/** A machine that is not part of the system yet. */
	newMachine(spec: MachineSpec, networkConnected = true): Machine {
		const number = (this.made += 1);
		return {
			id: spec.id ?? `vm-${number}`,
			name: spec.name,
			tags: this.restrictions.without?.includes('tags') ? [] : (spec.tags ?? []),
			macAddress: `52:54:00:00:00:${number.toString(16).padStart(2, '0')}`,
			networkConnected,
			agent: spec.agent ?? 'present',
			powerState: spec.powerState ?? 'running',
			content: { disk: '', memory: '', ...spec.content },
			snapshots: [],
		};
	}

	/** Native expiry: what has expired is gone before anybody can look, unless it is held. */
	expire(): void {
		if (this.capabilities.levels.vm?.features.nativeExpiry.supported !== true) return;
		const now = this.clock.now();
		for (const machine of this.machines.values()) {
			for (const snapshot of [...machine.snapshots]) {
				const expired = snapshot.expiresAt !== undefined && snapshot.expiresAt <= now;
				if (expired && snapshot.held !== true) removeSnapshot(machine, snapshot);
			}
		}
	}

	newSnapshotId(): string {
		return `snapshot-${(this.made += 1)}`;
	}

	private machine(targetId: string): Machine {
		const machine = this.machines.get(targetId);
		if (machine === undefined) throw new RangeError(`There is no machine ${targetId}`);
		return machine;
	}

	private snapshot(targetId: string, snapshotId: string): StoredSnapshot {
		const snapshot = this.machine(targetId).snapshots.find(({ id }) => id === snapshotId);
		if (snapshot === undefined) throw new RangeError(`There is no snapshot ${snapshotId}`);
		return snapshot;
	}
}
