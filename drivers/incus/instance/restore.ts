import { bounded } from '../../bounded';
import { RefusedAnswer } from '../../failures';
import type { RestoreRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import { translateFailure } from '../errors';
import { instanceId, instanceKey, pathOf } from '../ids';
import type { Incus } from '../level';
import { refusal, unsettled } from '../refusals';
import {
	OTHER_DISKS,
	switchOf,
	TARGET_MEMBER,
	TARGET_POOL,
	TARGET_PROJECT,
	textOf,
} from '../settings';
import { INCUS } from '../system';
import { overridesFor } from './devices';
import { allDevices, findInstance, powerStateOf, readInstance } from './instances';
import { reach, readTarget, setPower } from './power';
import { getSnapshot } from './snapshots';

const CLEANUP_LIMIT_MS = 60_000;

/** A copy of the snapshot. The server makes new addresses for cards that have none of their own. */
export async function restoreInstance(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const source = instanceKey(target);
	const { settings, name } = request;
	const project = textOf(settings, TARGET_PROJECT) ?? source.project;
	const made: TargetRef = { level: 'vm', id: instanceId({ project, name }), name };
	const { type } = await readInstance(on.client, target, signal);
	const row = await getSnapshot(on, target, snapshot, signal);
	if ((await findInstance(on.client, made, signal)) !== undefined) throw nameTaken(target, name);
	const body = {
		name,
		type,
		source: { type: 'copy', source: `${source.name}/${snapshot.name}`, project: source.project },
		// Without them, LXD takes none at all and finds no root disk.
		profiles: row.profiles ?? ['default'],
		devices: overridesFor(allDevices(row), {
			connectNetwork: request.connectNetwork,
			attachOtherDisks: switchOf(settings, OTHER_DISKS),
			pool: textOf(settings, TARGET_POOL),
		}),
	};
	const query = { project, target: textOf(settings, TARGET_MEMBER) };
	const order = { method: 'POST', path: pathOf('instances'), query, body } as const;
	const outcome = await on.client.change(order, signal);
	if (outcome === 'forgotten' && (await findInstance(on.client, made, signal)) === undefined) {
		throw unsettled(target, `${target.name} was to be restored as ${name}, but that is not there`);
	}
	return await finished(on, made, request, signal);
}

/** Makes the copy into what was asked for, or takes it away again. */
async function finished(
	on: Incus,
	made: TargetRef,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	try {
		await plugAsAsked(on, made, request, signal);
		return request.powerOn
			? await reach(on, made, 'running', signal)
			: await readTarget(on, made, signal);
	} catch (error) {
		const removed = on.finish(remove(on, made));
		if (signal.aborted) {
			removed.catch(() => undefined); // whoever cancelled is not kept waiting; closing waits for it
			throw signal.reason;
		}
		const left = await removed.then(
			() => undefined,
			(failure: unknown) => failure,
		);
		throw left === undefined ? unfinished(made, error) : halfMade(made, error);
	}
}

/** Looks at what came out: in another project, profiles of the same names may have other devices. */
async function plugAsAsked(
	on: Incus,
	made: TargetRef,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<void> {
	const instance = await readInstance(on.client, made, signal);
	const devices = overridesFor(allDevices(instance), {
		connectNetwork: request.connectNetwork,
		attachOtherDisks: switchOf(request.settings, OTHER_DISKS),
	});
	if (Object.keys(devices).length === 0) return;
	const { project, name } = instanceKey(made);
	const order = { method: 'PATCH', path: pathOf('instances', name), query: { project } } as const;
	await on.client.change({ ...order, body: { devices } }, signal);
}

/** The name was free before, so what bears it now is what was made here. */
async function remove(on: Incus, made: TargetRef): Promise<void> {
	const { project, name } = instanceKey(made);
	await bounded(on.clock, CLEANUP_LIMIT_MS, async (signal) => {
		const instance = await findInstance(on.client, made, signal);
		if (instance === undefined) return;
		if (powerStateOf(instance) !== 'stopped') await setPower(on, made, 'stop', signal);
		const order = {
			method: 'DELETE',
			path: pathOf('instances', name),
			query: { project },
		} as const;
		await on.client.change(order, signal).catch((error: unknown) => {
			if (!(error instanceof RefusedAnswer && error.status === 404)) throw error;
		});
	});
}

const nameTaken = (target: TargetRef, name: string): SnapshotError =>
	refusal('CONFLICT', target, `${target.name} can’t be restored as ${name}: that name is taken`, {
		advice: 'Choose another New Name. Nothing was changed.',
	});

const unfinished = (made: TargetRef, cause: unknown): SnapshotError => {
	const why = translateFailure(cause, { doing: `finish ${made.name}` });
	return new SnapshotError(why.code, `${why.message}. It was removed again`, {
		system: INCUS,
		cause,
		advice: 'If it does not start, restore it powered off to look at it.',
	});
};

const halfMade = (made: TargetRef, cause: unknown): SnapshotError => {
	const why = translateFailure(cause, { doing: `finish ${made.name}` });
	return new SnapshotError(
		why.code,
		`${why.message}. The half-made instance ${made.name} (${made.id}) could not be removed`,
		{ system: INCUS, cause, advice: `Remove ${made.name} on the server, then run again.` },
	);
};
