import type { Settings } from '../../snapshots/settings';
import type { Target } from '../../snapshots/model';
import { refusal } from './refusals';
import { chosen, QUIESCE_TIMEOUT, VSS_CONTEXT } from './settings';
import { dataOf, text, whole, type Parameter } from './soap/request';
import type { Vm } from './vms';

/** How the guest is to be quiesced; the members in the order of the schema. */
export function quiesceSpecOf(target: Target, settings: Settings | undefined): Parameter {
	const timeout = whole('timeout', timeoutMinutes(target, settings));
	const context = chosen(settings, VSS_CONTEXT);
	return context === VSS_CONTEXT.default
		? dataOf('quiesceSpec', 'VirtualMachineGuestQuiesceSpec', timeout)
		: dataOf(
				'quiesceSpec',
				'VirtualMachineWindowsQuiesceSpec',
				timeout,
				text('vssBackupContext', context),
			);
}

function timeoutMinutes(target: Target, settings: Settings | undefined): number | undefined {
	const given = chosen(settings, QUIESCE_TIMEOUT);
	if (given === '') return undefined;
	const minutes = Number(given);
	if (/^\d{1,3}$/.test(given) && minutes >= 5 && minutes <= 240) return minutes;
	throw refusal(
		'INVALID_INPUT',
		target,
		`${QUIESCE_TIMEOUT.title} ${JSON.stringify(given)} for ${target.name} is no number of minutes from 5 to 240`,
		{ advice: 'Correct it, or leave it empty. Nothing was sent.' },
	);
}

/** Servers before 6.5 quiesce in one way only. */
export function assertPlainQuiesce(target: Target, settings: Settings | undefined): void {
	const asked = [QUIESCE_TIMEOUT, VSS_CONTEXT].find(
		(setting) => chosen(settings, setting) !== setting.default,
	);
	if (asked === undefined) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`The vSphere of ${target.name} is older than 6.5 and does not know ${asked.title}`,
		{ advice: 'Leave that setting as it is. Nothing was changed.' },
	);
}

/** vSphere passes over the wish without a word when nobody in the guest can fulfil it. */
export function assertTools(target: Target, vm: Vm): void {
	if (vm['guest.toolsRunningStatus'] !== 'guestToolsNotRunning') return;
	throw refusal(
		'TASK_FAILED',
		target,
		`${target.name} was not quiesced: VMware Tools are not running in it`,
		{
			option: 'quiesce',
			advice:
				'Install VMware Tools (open-vm-tools) in the guest and start them, or set Quiesce to If Possible. No snapshot was made.',
		},
	);
}
