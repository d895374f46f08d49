import type { RevertRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { translateFailure } from '../errors';
import { instanceKey, pathOf } from '../ids';
import type { Incus } from '../level';
import { assertNewest } from '../newestOnly';
import { refusal, unsettled } from '../refusals';
import { has, productOf } from '../server';
import { DISK_ONLY, switchOf } from '../settings';
import { INCUS } from '../system';
import { findInstance, powerStateOf, readInstance, type Instance } from './instances';
import { reach, readTarget, setPower } from './power';
import { getSnapshot, snapshotsOf } from './snapshots';

/** Restore. A running instance is stopped hard by the server, and started again by it. */
export async function revertInstance(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	{ power, settings }: RevertRequest,
	signal: AbortSignal,
): Promise<Target> {
	const diskOnly = switchOf(settings, DISK_ONLY);
	if (diskOnly) await assertDiskOnly(on, target, signal);
	const before = await readInstance(on.client, target, signal);
	const { stateful: hasMemory } = await getSnapshot(on, target, snapshot, signal);
	if (snapshot.revertOnlyWhenNewest !== undefined) {
		assertNewest(target, snapshot, await snapshotsOf(on, target, signal));
	}
	const wasOn = powerStateOf(before) !== 'stopped';
	// A guest that is to end stopped must not boot on the restored disk first.
	const stopsFirst = power === 'stopped' && wasOn && powerStateOf(before) !== 'suspended';
	if (stopsFirst) await setPower(on, target, 'stop', signal);
	const stateful = hasMemory && power !== 'stopped' && !diskOnly;
	try {
		await restore(on, target, snapshot, before, { stateful, diskOnly }, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw wasOn ? await withPower(on, target, snapshot, error, signal) : error;
	}
	return power === 'asSnapshot'
		? await readTarget(on, target, signal)
		: await reach(on, target, power, signal);
}

async function restore(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	before: Instance,
	{ stateful, diskOnly }: { readonly stateful: boolean; readonly diskOnly: boolean },
	signal: AbortSignal,
): Promise<void> {
	const { project, name } = instanceKey(target);
	const body = { restore: snapshot.name, stateful, ...(diskOnly ? { disk_only: true } : {}) };
	const order = {
		method: 'PUT',
		path: pathOf('instances', name),
		query: { project },
		body,
	} as const;
	if ((await on.client.change(order, signal)) === 'done') return;
	// Renewed by each restore (incus, driver_qemu.go and driver_lxc.go), so it tells whether this one was done.
	const generation = ({ config }: Instance) => config['volatile.uuid.generation'];
	const after = await readInstance(on.client, target, signal);
	if (generation(after) !== undefined && generation(after) !== generation(before)) return;
	throw unsettled(
		target,
		`Whether ${target.name} was reverted to ${snapshot.name} can’t be told: the server forgot the operation`,
	);
}

async function assertDiskOnly(on: Incus, target: Target, signal: AbortSignal): Promise<void> {
	const server = await on.client.server(signal);
	if (has(server, 'instance_snapshot_disk_only_restore')) return;
	const { server_version: version } = server.environment;
	throw refusal(
		'UNSUPPORTED',
		target,
		`${productOf(server)} ${version} can’t restore the disks of ${target.name} alone`,
		{ advice: 'Turn off Disks Only: it needs a newer Incus. Nothing was changed.' },
	);
}

/** What failed may have left it stopped, since it is stopped for a restore. */
async function withPower(
	on: Incus,
	target: Target,
	{ name }: SystemSnapshot,
	cause: unknown,
	signal: AbortSignal,
): Promise<SnapshotError> {
	const doing = `revert ${target.name} to snapshot ${name}`;
	const why = translateFailure(cause, { doing, target });
	const instance = await findInstance(on.client, target, signal).catch(() => undefined); // only to tell more
	if (instance === undefined || powerStateOf(instance) !== 'stopped') return why;
	return new SnapshotError(why.code, `${why.message}. It was stopped for this and is stopped now`, {
		system: INCUS,
		target,
		advice: why.advice,
		option: why.option,
		cause,
	});
}
