import { bounded } from '../../bounded';
import type { RestoreRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { Target, TargetRef } from '../../../snapshots/model';
import { translateFailure, VERGEOS } from '../errors';
import { hasKey } from '../filter';
import type { Vergeos } from '../level';
import { flag, key, rowOf, text } from '../rows';
import { tagsOf } from '../tags';
import { cutOff, settled, start } from './power';
import { powerStateOf, readVm, vmTarget, type Vm } from './vms';

const CLEANUP_LIMIT_MS = 60_000;

type Finish = Pick<RestoreRequest, 'connectNetwork' | 'powerOn'>;

/** Makes a VM that VergeOS has just cloned or recovered into what was asked for, or takes it away again. */
export async function finishNewVm(
	on: Vergeos,
	made: TargetRef,
	request: Finish,
	signal: AbortSignal,
): Promise<Target> {
	try {
		const vm = await settled(on, made, signal);
		if (!request.connectNetwork) await unplug(on, made, vm, signal);
		if (request.powerOn && powerStateOf(vm) !== 'running') await start(on, made, signal);
		const [now, tags] = await Promise.all([
			readVm(on.client, made, signal),
			tagsOf(on.client, 'vms', made.id, signal),
		]);
		return vmTarget(now, tags);
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
		throw left === undefined ? error : halfMade(made, error);
	}
}

const nic = rowOf({ $key: key, machine: key, name: text, enabled: flag });
const NIC_FIELDS = ['$key', 'machine', 'name', 'enabled'];

/** A network card that is not enabled has no link (pyVergeOS, resources/nics.py). */
async function unplug(
	{ client }: Vergeos,
	made: TargetRef,
	{ machine }: Vm,
	signal: AbortSignal,
): Promise<void> {
	const selection = { fields: NIC_FIELDS, filter: hasKey('machine', machine) };
	const plugged = async () =>
		(await client.all('machine_nics', nic, selection, signal)).filter(
			(card) => card.machine === machine && card.enabled,
		);
	const cards = await plugged();
	for (const card of cards) await client.put('machine_nics', card.$key, { enabled: false }, signal);
	// What VergeOS does not know it drops without a word, so it is looked at again.
	if (cards.length === 0 || (await plugged()).length === 0) return;
	throw new SnapshotError('TASK_FAILED', `The network cards of ${made.name} can’t be unplugged`, {
		system: VERGEOS,
		advice: 'Turn on Connect Network, or restore it in VergeOS.',
	});
}

/** Looks at the name once more: the wrong VM must never go. */
async function remove(on: Vergeos, made: TargetRef): Promise<void> {
	await bounded(on.clock, CLEANUP_LIMIT_MS, async (signal) => {
		const vm = await readVm(on.client, made, signal);
		if (vm.name !== made.name) throw new Error(`VM ${made.id} is named ${vm.name}`);
		if (powerStateOf(vm) !== 'stopped') await cutOff(on, made, signal);
		await on.client.delete('vms', made.id, signal);
	});
}

function halfMade(made: TargetRef, cause: unknown): SnapshotError {
	const why = translateFailure(cause, { doing: `make ${made.name}` });
	return new SnapshotError(
		why.code,
		`${why.message}. The half-made VM ${made.name} (${made.id}) could not be removed`,
		{ system: VERGEOS, cause, advice: `Remove ${made.name} on the system, then run again.` },
	);
}
