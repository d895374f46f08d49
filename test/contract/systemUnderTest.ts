import type { CreateRequest, RestoreRequest, SnapshotDriver } from '../../snapshots/driver';
import type { Clock } from '../../snapshots/clock';
import type { Level, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';

/**
 * One fresh system with three targets, and hands on it that the driver does not have. Where a level has but
 * one target, as the whole system has, it stands for all three.
 */
export interface SystemUnderTest {
	readonly driver: SnapshotDriver;
	readonly level: Level;
	readonly targets: {
		readonly runningWithAgent: Target;
		/** Runs without a guest agent, or with one that is dead. */
		readonly runningWithoutAgent: Target;
		readonly stopped: Target;
	};
	/** Whether snapshots descend from one another. Absent: they do. `none`: each is a copy of its own. */
	readonly lineage?: 'none';
	/** Absent: quiescing asks an agent inside the guest. `none`: the system freezes the target by itself. */
	readonly quiescingAgent?: 'none';
	/** Absent: the system tells its version. */
	readonly version?: 'untold';
	/** The system's time. Absent: the wall clock. */
	readonly clock?: Clock;

	/**
	 * The request that this system takes by default. All snapshots of one target in one law have the same
	 * shape, since some systems can't mix kinds.
	 */
	request(overrides: Partial<CreateRequest> & Pick<CreateRequest, 'name'>): CreateRequest;

	/** Lets somebody else hold the target, and names the holder as the error should. */
	lock(target: TargetRef): Promise<{ readonly holder?: string }>;
	unlock(target: TargetRef): Promise<void>;

	/** What is on the target's disk: behind the driver's back, whatever its power state. */
	write(target: TargetRef, text: string): Promise<void>;
	read(target: TargetRef): Promise<string>;
	/** The same for the RAM of a running target. Required where the capabilities say `memory`. */
	readonly memory?: {
		write(target: TargetRef, text: string): Promise<void>;
		read(target: TargetRef): Promise<string>;
	};
	/** Absent where the target has no network cards: a volume. */
	readonly network?: (
		target: TargetRef,
	) => Promise<{ readonly connected: boolean; readonly addresses: readonly string[] }>;

	/** What a restore as new must say besides the name: which part of the snapshot. */
	restoring?(target: Target, snapshot: SystemSnapshot): Promise<Pick<RestoreRequest, 'part'>>;

	/** From now on the system accepts requests but answers none until it is closed. */
	stall?(): Promise<void>;
	/** Adds targets with two snapshots each, behind the driver's back. */
	grow?(count: number): Promise<void>;
	/** How many requests the system has seen. */
	requests?(): number;

	/** A snapshot name that breaks the rules of this system. Absent: it takes every name. */
	readonly badName?: string;

	close(): Promise<void>;
}

export type SystemUnderTestFactory = () => Promise<SystemUnderTest>;

export interface RegisteredSystem {
	readonly name: string;
	readonly make: SystemUnderTestFactory;
}
