import type { Instance, InstanceSnapshot, Settings } from './entities';
import { OperationFailure } from './failure';
import { withIdentity } from './identity';
import { findInstance, poolOf, rootDisk } from './lookup';
import type { OperationOrder } from './operations';
import { powerOn } from './power';
import { dropFrom, noteCopy, rollsBackOnly } from './rollback';
import { assertConfig } from './settings';
import { copyResources } from './urls';
import type { World } from './world';

export interface CopyOrder {
	readonly name: string;
	readonly project: string;
	readonly location: string;
	readonly source: Instance;
	/** Absent: the live state, and its snapshots unless `instanceOnly`. */
	readonly snapshot: InstanceSnapshot | undefined;
	readonly instanceOnly: boolean;
	/** Already merged with the source's. */
	readonly settings: Settings;
	readonly start: boolean;
}

const FAILED = 'Failed creating instance record:';

/** The new one is listed, stopped, while its disk is being copied, and taken back when that fails. */
export function copyInstance(world: World, order: CopyOrder): OperationOrder {
	let made: Instance | undefined;
	let done = false;
	return {
		project: order.project,
		location: order.location,
		resources: copyResources(world, order, order.source, order.snapshot?.name),
		description: 'Creating instance',
		seconds: world.durations.copy + (order.start ? world.durations.start : 0),
		begin: () => {
			assertNameFree(world, order);
			assertConfig(world, order.settings);
			assertRootDisk(world, order);
			made = newInstance(world, order);
			world.instances.push(made);
			world.locks.take(made, 'create');
		},
		finish: () => {
			if (made === undefined) throw new Error('A copy that has begun is there');
			done = true;
			if (order.snapshot === undefined) copyLiveState(world, order, made);
			if (order.start) powerOn(world, made);
		},
		release: () => {
			if (made === undefined) return;
			world.locks.free(made);
			if (!done) dropFrom(world.instances, [made]);
		},
	};
}

function assertNameFree(world: World, { project, name }: CopyOrder): void {
	if (findInstance(world, project, name) === undefined) return;
	throw new OperationFailure(world.quirks.duplicateInstance.text.replaceAll('{name}', name));
}

function assertRootDisk(world: World, { project, settings }: CopyOrder): void {
	const pool = rootDisk(world, project, settings)?.pool;
	const initialising = `${FAILED} Failed initialising instance:`;
	if (pool === undefined) {
		throw new OperationFailure(
			`${initialising} Failed getting root disk: No root device could be found`,
		);
	}
	if (!world.pools.has(pool)) {
		throw new OperationFailure(
			`${initialising} Failed loading storage pool: Storage pool not found`,
		);
	}
}

function newInstance(world: World, order: CopyOrder): Instance {
	const { source, snapshot } = order;
	return {
		name: order.name,
		project: order.project,
		type: source.type,
		settings: withIdentity(world, order.project, order.settings),
		status: 'Stopped',
		location: order.location,
		createdAt: world.now(),
		lastUsedAt: 0,
		disk: (snapshot ?? source).disk,
		memory: null,
		savedMemory: null,
		ignoresShutdown: source.ignoresShutdown,
		snapshots: [],
		copiedAfter: [],
	};
}

function copyLiveState(world: World, { source, instanceOnly }: CopyOrder, made: Instance): void {
	if (!instanceOnly) {
		made.snapshots.push(...source.snapshots.map((one) => ({ ...one, memory: null })));
		for (const { expiresAt } of made.snapshots) world.noteExpiry(expiresAt);
	}
	const pool = poolOf(world, source);
	if (rollsBackOnly(pool) && pool === poolOf(world, made)) noteCopy(source);
}
