import type { Ref } from '../wire/values';
import type { Frozen } from './vm';

export interface Snapshot {
	readonly ref: Ref;
	/** Unique within the VM. */
	readonly id: number;
	name: string;
	description: string;
	readonly createdAt: number;
	readonly quiesced: boolean;
	/** What the VM was then. */
	readonly frozen: Frozen;
	parent: Snapshot | undefined;
}

/** The snapshots of one VM, oldest first, and the one from which the VM goes on. */
export class SnapshotTree {
	private snapshots: Snapshot[] = [];
	current: Snapshot | undefined;
	/** `currentSnapshot` is unset although there are snapshots, as after a failed backup. */
	currentUntold = false;

	get all(): readonly Snapshot[] {
		return this.snapshots;
	}

	get roots(): readonly Snapshot[] {
		return this.childrenOf(undefined);
	}

	childrenOf(parent: Snapshot | undefined): readonly Snapshot[] {
		return this.snapshots.filter((one) => one.parent === parent);
	}

	/** The snapshot and what it rests on, oldest first. */
	chainOf(snapshot: Snapshot | undefined): readonly Snapshot[] {
		return snapshot === undefined ? [] : [...this.chainOf(snapshot.parent), snapshot];
	}

	add(snapshot: Snapshot): void {
		this.snapshots.push(snapshot);
		this.current = snapshot;
		this.currentUntold = false;
	}

	/** Its children go to its parent, or go with it. */
	remove(snapshot: Snapshot, withChildren: boolean): void {
		for (const child of this.childrenOf(snapshot)) {
			if (withChildren) this.remove(child, true);
			else child.parent = snapshot.parent;
		}
		this.snapshots = this.snapshots.filter((one) => one !== snapshot);
		if (this.current === snapshot) this.current = snapshot.parent;
	}

	clear(): void {
		this.snapshots = [];
		this.current = undefined;
	}
}
