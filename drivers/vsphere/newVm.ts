import { bounded } from '../bounded';
import type { RestoreRequest } from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { translateFailure, VSPHERE } from './errors';
import type { Vsphere } from './level';
import { nameFrom } from './names';
import { nicsOf, type Nic } from './nics';
import { powerOff, powerOn } from './power';
import { read } from './properties';
import { isFault } from './soap/answer';
import type { Ref } from './soap/request';
import { perform } from './tasks';
import { isRunning, VM, vmTarget } from './vms';

const CLEANUP_LIMIT_MS = 120_000;

interface Clone {
	readonly ref: Ref;
	readonly name: string;
	/** The cards that it was made after. */
	readonly nics: readonly Nic[];
}

/** Looks at a clone before it is handed out, and takes it away again when it is not what was asked for. */
export async function finishNewVm(
	on: Vsphere,
	source: Target,
	clone: Clone,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	try {
		await assertNetwork(on, source, clone, request, signal);
		if (request.powerOn) await powerOn(on, clone.ref, signal);
		return vmTarget(await read(on.client, clone.ref, VM, signal), clone.ref);
	} catch (error) {
		const removed = on.finish(remove(on, clone));
		if (signal.aborted) {
			removed.catch(() => undefined); // whoever cancelled is not kept waiting; closing waits for it
			throw signal.reason;
		}
		const left = await removed.then(
			() => undefined,
			(failure: unknown) => ({ failure }),
		);
		throw left === undefined ? error : halfMade(source, clone, error);
	}
}

/** Two machines with one address, or the same name in one network, take the old VM off the air. */
async function assertNetwork(
	on: Vsphere,
	source: Target,
	{ ref, name, nics }: Clone,
	{ connectNetwork }: RestoreRequest,
	signal: AbortSignal,
): Promise<void> {
	const made = await nicsOf(on.client, ref, signal);
	const old = new Set(nics.map(({ macAddress }) => macAddress));
	const hasOldAddress = made.some(
		({ macAddress }) => macAddress !== undefined && old.has(macAddress),
	);
	const flaw = hasOldAddress
		? `would have a network address of ${source.name}`
		: !connectNetwork && made.some(({ isPluggedIn }) => isPluggedIn)
			? 'would be plugged into the network'
			: undefined;
	if (flaw === undefined) return;
	throw new SnapshotError('TASK_FAILED', `${name}, restored from ${source.name}, ${flaw}`, {
		system: VSPHERE,
		target: source,
		advice: 'It was not kept. Look at the network cards of the old VM, or clone it in vSphere.',
	});
}

/** Looks at the name once more: the wrong VM must never go. */
async function remove(on: Vsphere, { ref, name }: Clone): Promise<void> {
	await bounded(on.clock, CLEANUP_LIMIT_MS, async (signal) => {
		try {
			const vm = await read(on.client, ref, VM, signal);
			if (nameFrom(vm.name) !== name) throw new Error(`${ref.value} is named ${vm.name}`);
			if (isRunning(vm)) await powerOff(on, ref, signal);
			await perform(on, { method: 'Destroy_Task', on: ref }, signal);
		} catch (error) {
			if (!isFault(error, 'ManagedObjectNotFound')) throw error; // gone is what was wanted
		}
	});
}

function halfMade(source: Target, { ref, name }: Clone, cause: unknown): SnapshotError {
	const why = translateFailure(cause, { doing: `make ${name}`, target: source });
	return new SnapshotError(
		why.code,
		`${why.message}. The half-made VM ${name} (${ref.value}) could not be removed`,
		{
			system: VSPHERE,
			target: source,
			cause,
			advice: `Remove ${name} in vSphere, then run again.`,
		},
	);
}
