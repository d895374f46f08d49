import type { Target, TargetRef } from '../../../snapshots/model';
import { durationInWords } from '../../../snapshots/waiting/durationInWords';
import type { Vergeos } from '../level';
import { pollUntil, pollWithin } from '../../polling';
import { refusal } from '../refusals';
import { keyValue } from '../schema';
import { SHUTDOWN_GRACE_SECONDS } from './settings';
import { isBetween, powerStateOf, readVm, type Vm } from './vms';

export type Stubborn = 'powerOff' | 'fail';

export const vmAction = async (
	{ client }: Vergeos,
	vm: string,
	action: 'poweron' | 'poweroff' | 'kill',
	signal: AbortSignal,
): Promise<void> =>
	void (await client.act('vm_actions', { on: { vm: keyValue(vm) }, action }, signal));

/** Asks the guest to shut down, as its power button would. */
export async function shutDown(
	on: Vergeos,
	target: Target,
	stubborn: Stubborn,
	signal: AbortSignal,
): Promise<void> {
	await vmAction(on, target.id, 'poweroff', signal);
	const limitMs = SHUTDOWN_GRACE_SECONDS * 1000;
	const off = await pollWithin(on.clock, limitMs, signal, () => ifStopped(on, target, signal));
	if (off !== undefined) return;
	if (stubborn === 'fail') {
		throw refusal(
			'CONFLICT',
			target,
			`The guest of ${target.name} did not shut down within ${durationInWords(SHUTDOWN_GRACE_SECONDS)}`,
			'It was asked to, and may still do so. Stop it, or set If the Guest Does Not Shut Down to Power Off. It was not reverted.',
		);
	}
	await cutOff(on, target, signal);
}

/** As by pulling the plug. */
export async function cutOff(on: Vergeos, target: TargetRef, signal: AbortSignal): Promise<void> {
	await vmAction(on, target.id, 'kill', signal);
	await pollUntil(on.clock, signal, () => ifStopped(on, target, signal));
}

export async function start(on: Vergeos, target: TargetRef, signal: AbortSignal): Promise<void> {
	await vmAction(on, target.id, 'poweron', signal);
	await pollUntil(on.clock, signal, async () => {
		const vm = await readVm(on.client, target, signal);
		assertNoError(target, vm);
		return powerStateOf(vm) === 'running' ? vm : undefined;
	});
}

/** The VM when it is on its way nowhere any more. */
export async function settled(on: Vergeos, target: TargetRef, signal: AbortSignal): Promise<Vm> {
	return await pollUntil(on.clock, signal, async () => {
		const vm = await readVm(on.client, target, signal);
		assertNoError(target, vm);
		return powerStateOf(vm) === 'unknown' ? undefined : vm;
	});
}

/** What goes on by itself is waited for by the caller, not here. */
export function assertAtRest(target: TargetRef, vm: Vm): void {
	if (isBetween(vm)) throw refusal('BUSY', target, `${target.name} is ${vm.status}`);
}

function assertNoError(target: TargetRef, { status }: Vm): void {
	if (status !== 'error') return;
	throw refusal(
		'TASK_FAILED',
		target,
		`${target.name} is in the state error`,
		'Look at the log of the VM in VergeOS.',
	);
}

async function ifStopped(
	{ client }: Vergeos,
	target: TargetRef,
	signal: AbortSignal,
): Promise<true | undefined> {
	const vm = await readVm(client, target, signal);
	return powerStateOf(vm) === 'stopped' ? true : undefined;
}
