import type { Snapshot, Vm } from './entities';

/** Every snapshot there ever was, by VM, oldest first; those that are gone are its history. */
export class SnapshotStore {
	private readonly byGuid = new Map<string, Snapshot>();
	private readonly byVm = new Map<Vm, Snapshot[]>();

	add(snapshot: Snapshot): void {
		this.byGuid.set(snapshot.guid, snapshot);
		const ofVm = this.byVm.get(snapshot.vm);
		if (ofVm === undefined) this.byVm.set(snapshot.vm, [snapshot]);
		else ofVm.push(snapshot);
	}

	/** One that is there now. */
	find(guid: string): Snapshot | undefined {
		const snapshot = this.byGuid.get(guid);
		return snapshot?.state === 'made' ? snapshot : undefined;
	}

	of(vm: Vm): Snapshot[] {
		return this.history(vm).filter(({ state }) => state === 'made');
	}

	history(vm: Vm): readonly Snapshot[] {
		return this.byVm.get(vm) ?? [];
	}
}
