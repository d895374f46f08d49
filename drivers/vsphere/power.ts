import type { Vsphere } from './level';
import { isFault } from './soap/answer';
import type { Ref } from './soap/request';
import { perform } from './tasks';

export const powerOn = async (on: Vsphere, vm: Ref, signal: AbortSignal): Promise<void> =>
	void (await perform(on, { method: 'PowerOnVM_Task', on: vm }, signal));

/** As by pulling the plug. */
export async function powerOff(on: Vsphere, vm: Ref, signal: AbortSignal): Promise<void> {
	const off = { method: 'PowerOffVM_Task', on: vm };
	try {
		await perform(on, off, signal);
	} catch (error) {
		if (!isFault(error, 'InvalidPowerState')) throw error;
		// Some servers power off what runs only: a suspended VM has to wake up for it.
		await powerOn(on, vm, signal);
		await perform(on, off, signal);
	}
}
