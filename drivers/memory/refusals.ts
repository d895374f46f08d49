import type { Feature, LevelCapabilities } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { isLive, targetOf, type Machine, type StoredSnapshot } from './machine';
import type { MemorySystem } from './system';

/** Each check of the contract, once: what the system refuses, with words for people. */
export class Refusals {
	constructor(private readonly system: MemorySystem) {}

	feature(target: TargetRef, feature: Feature): void {
		const support = this.level(target).features[feature];
		if (support.supported) return;
		const option = feature === 'memory' || feature === 'quiesce' ? feature : undefined;
		throw this.error('UNSUPPORTED', target, `${support.reason} “${target.name}” was not touched.`, {
			advice: support.instead,
			option,
		});
	}

	nativeProfile(target: TargetRef): void {
		const { nativeProfile } = this.level(target);
		if (nativeProfile?.supported === true) return;
		const message = `This system keeps no profiles for “${target.name}”`;
		throw this.error('UNSUPPORTED', target, message, { advice: nativeProfile?.instead });
	}

	level(target: TargetRef): LevelCapabilities {
		const level = this.system.capabilities.levels[target.level];
		if (level !== undefined) return level;
		throw this.error(
			'UNSUPPORTED',
			target,
			`This system has no snapshots of the level ${target.level}. “${target.name}” was not touched.`,
			{ advice: 'Choose VMs.' },
		);
	}

	unlocked(machine: Machine): void {
		if (machine.lockedBy === undefined) return;
		throw this.error(
			'BUSY',
			targetOf(machine),
			`“${machine.name}” is locked by ${machine.lockedBy}`,
		);
	}

	ready(machine: Machine, snapshot: StoredSnapshot): void {
		if (snapshot.state === 'ready') return;
		throw this.error(
			'CONFLICT',
			targetOf(machine),
			`Snapshot “${snapshot.name}” of “${machine.name}” is ${snapshot.state}, not ready`,
		);
	}

	newestIfNeeded(machine: Machine, snapshot: StoredSnapshot): void {
		if (this.system.restrictions.revertOnlyNewest !== true) return;
		if (machine.snapshots.at(-1)?.id === snapshot.id) return;
		throw this.error(
			'CONFLICT',
			targetOf(machine),
			`“${machine.name}” can be reverted only to its newest snapshot, and “${snapshot.name}” is older`,
			{ advice: 'Delete the newer snapshots first, or restore it as a new VM.' },
		);
	}

	removable(machine: Machine, snapshot: StoredSnapshot): void {
		const because = snapshot.held === true ? 'is held' : usedBy(snapshot);
		if (because === undefined) return;
		throw this.error(
			'CONFLICT',
			targetOf(machine),
			`Snapshot “${snapshot.name}” of “${machine.name}” ${because}`,
		);
	}

	room(machine: Machine): void {
		const limit = this.system.capabilities.levels.vm?.maxSnapshotsPerTarget ?? Infinity;
		if (machine.snapshots.length >= limit) {
			const message = `“${machine.name}” has ${limit} snapshots, the most this system allows`;
			throw this.error('QUOTA', targetOf(machine), message);
		}
		const all = [...this.system.machines.values()].flatMap(({ snapshots }) => snapshots);
		if (all.length < this.system.snapshotQuota) return;
		const message = `No room for another snapshot of “${machine.name}”: the quota is used up`;
		throw this.error('QUOTA', targetOf(machine), message);
	}

	/** Whether the guest's file systems get frozen. */
	quiesced(machine: Machine, asked: boolean): boolean {
		if (!asked || !isLive(machine)) return false;
		if (machine.agent === 'present') return true;
		if (this.system.restrictions.quiesceFailure === 'fallBackSilently') return false;
		const why = machine.agent === 'dead' ? 'does not answer' : 'is not installed';
		throw this.error(
			'TASK_FAILED',
			targetOf(machine),
			`“${machine.name}” was not quiesced: its guest agent ${why}. No snapshot was made.`,
			{ option: 'quiesce', advice: 'Install and start the guest agent, or do without quiescing.' },
		);
	}

	snapshotName(target: TargetRef, name: string): void {
		this.name(target, name, 'Snapshot', this.level(target).snapshotNaming);
	}

	targetName(target: TargetRef, name: string): void {
		this.name(target, name, 'VM', this.level(target).targetNaming);
	}

	error(
		code: ErrorCode,
		target: TargetRef,
		message: string,
		details: Omit<SnapshotErrorDetails, 'system' | 'target'> = {},
	): SnapshotError {
		return new SnapshotError(code, message, { ...details, system: this.system.id, target });
	}

	private name(
		target: TargetRef,
		name: string,
		what: string,
		rules: { maxLength: number; pattern: RegExp; inWords: string },
	): void {
		if (name.length <= rules.maxLength && rules.pattern.test(name)) return;
		throw this.error(
			'INVALID_INPUT',
			target,
			`${what} name “${name}” for “${target.name}” breaks the rules of the system`,
			{ advice: `Choose a name of ${rules.inWords}.` },
		);
	}
}

const usedBy = ({ inUse }: StoredSnapshot): string | undefined =>
	inUse === undefined ? undefined : `is in use by ${inUse}`;
