import { z } from 'zod';
import type { Consistency, SystemSnapshot } from '../../snapshots/model';
import { nameFrom } from './names';
import type { Ref } from './soap/request';
import {
	flag,
	instant,
	many,
	maybe,
	one,
	record,
	reference,
	referenceIfAny,
	text,
	whole,
	type Input,
} from './soap/value';

/** One snapshot with all that descend from it. */
export interface Branch {
	readonly snapshot: Ref;
	readonly name: string;
	readonly description?: string | undefined;
	readonly id?: number | undefined;
	readonly createTime: Date;
	/** The power state that it holds: `poweredOn` with the memory, `poweredOff` without. */
	readonly state: string;
	readonly quiesced?: boolean | undefined;
	readonly childSnapshotList: readonly Branch[];
}

const branch: Input<Branch> = z.lazy(() =>
	record({
		snapshot: one(reference),
		name: one(text),
		description: maybe(text),
		id: maybe(whole),
		createTime: one(instant),
		state: one(text),
		quiesced: maybe(flag),
		childSnapshotList: many(branch),
	}),
);

/** The property `snapshot` of a VM; the VM lacks it while there is none. */
export const snapshotInfo = record({
	/** Absent at times though there are snapshots: after a backup that failed, during a consolidation. */
	currentSnapshot: maybe(referenceIfAny),
	rootSnapshotList: many(branch),
});
export type SnapshotInfo = z.output<typeof snapshotInfo>;

/** Of the tree, each with its parent, parents first. */
export function snapshotsIn(info: SnapshotInfo | undefined): SystemSnapshot[] {
	if (info === undefined) return [];
	const found: SystemSnapshot[] = [];
	const current = info.currentSnapshot?.value;
	const walk = (branches: readonly Branch[], parentId?: string): void => {
		for (const each of branches) {
			found.push(snapshotFrom(each, current, parentId));
			walk(each.childSnapshotList, each.snapshot.value);
		}
	};
	walk(info.rootSnapshotList);
	return found;
}

function snapshotFrom(
	{ snapshot, name, description, id, createTime, state, quiesced }: Branch,
	current: string | undefined,
	parentId: string | undefined,
): SystemSnapshot {
	return {
		id: snapshot.value,
		name: nameFrom(name),
		description: description ?? '',
		createdAt: createTime,
		...(parentId === undefined ? {} : { parentId }),
		current: snapshot.value === current,
		consistency: consistencyOf(state, quiesced),
		state: 'ready',
		details: { number: id ?? null, powerState: state },
	};
}

/** The memory, where there is one, holds what the guest has not written yet: it says more than quiescing. */
function consistencyOf(state: string, quiesced: boolean | undefined): Consistency {
	if (state !== 'poweredOff') return 'memory';
	return quiesced === true ? 'quiesced' : 'crash';
}

/** Names one of its snapshots to the server. Only what stands in the VM's own tree may be named. */
export const snapshotRef = (id: string): Ref => ({ type: 'VirtualMachineSnapshot', value: id });
