import type { RevertRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { workByCli } from './byCli';
import type { VprotectCli } from './cli';
import type { Vprotect } from './level';
import { assertPresent } from './platforms';
import { refusal } from './refusals';
import { snapshotsOf } from './snapshots';
import { isRevertTask } from './tasks';
import { kindOf, readVm, vmTarget } from './vms';

/** Goes back by the command line: no public call of the API does it. */
export async function revertToSnapshot(
	on: Vprotect,
	cli: VprotectCli,
	target: Target,
	{ id, name }: SystemSnapshot,
	{ power }: RevertRequest,
	signal: AbortSignal,
): Promise<Target> {
	const refuse = (code: 'UNSUPPORTED' | 'NOT_FOUND' | 'CONFLICT', why: string, advice: string) =>
		refusal(code, target, `${why} Nothing was changed.`, { advice });
	if (power !== 'asSnapshot') {
		throw refuse(
			'UNSUPPORTED',
			`vProtect can’t switch the power of ${target.name}.`,
			'Leave the power state as the hypervisor sets it, and switch it at the hypervisor.',
		);
	}
	const vm = await readVm(on.client, target, signal);
	assertPresent(target, vm);
	if (kindOf(vm) === 'NUTANIX') {
		throw refuse(
			'UNSUPPORTED',
			`On Nutanix, vProtect’s revert of ${target.name} would make a new VM and remove the old one, with its policies.`,
			'Revert in vProtect’s web console or in Prism, and assign the policies anew.',
		);
	}
	const found = (await snapshotsOf(on.client, vm, signal)).find((one) => one.id === id);
	if (found === undefined) {
		throw refuse(
			'NOT_FOUND',
			`${target.name} has no snapshot ${name} with the ID ${id} any more.`,
			'The policy may have removed it. List Snapshots shows what is there.',
		);
	}
	if (found.state !== 'ready') {
		throw refuse(
			'CONFLICT',
			`Snapshot ${name} of ${target.name} is ${found.state}.`,
			'Choose another one. List Snapshots shows what is there.',
		);
	}
	const command = async () => await cli.revert(id, signal);
	await workByCli(on, target, { what: 'The revert', command, isItsTask: isRevertTask }, signal);
	return vmTarget(await readVm(on.client, target, signal));
}
