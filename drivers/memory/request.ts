import { abortable } from '../abortable';
import { isBefore, type DriverMethod, type Fault } from './faults';
import type { MemorySystem } from './system';

/**
 * One request as it goes over a wire: counted when it is sent, then done by the system whether or not the
 * caller still waits. Work gets the fault, if any, that decides in which state it must leave a snapshot.
 */
export async function request<T>(
	system: MemorySystem,
	method: DriverMethod,
	targetId: string | undefined,
	signal: AbortSignal,
	work: (fault: Fault | undefined) => Promise<T>,
): Promise<T> {
	signal.throwIfAborted();
	system.requests.count(method);
	system.expire();
	const fault = system.faults.take(method, targetId);
	const answer = system.stalled ? NEVER : faulty(fault, work);
	return await abortable(signal, answer);
}

const NEVER = new Promise<never>(() => undefined);

async function faulty<T>(
	fault: Fault | undefined,
	work: (fault: Fault | undefined) => Promise<T>,
): Promise<T> {
	if (fault !== undefined && isBefore(fault)) throw fault.error;
	const answer = await work(fault);
	if (fault !== undefined) throw fault.error;
	return answer;
}

/** The time that the system takes, which no caller can cut short. */
export async function takeTime(system: MemorySystem): Promise<void> {
	if (system.requestMilliseconds === 0) return;
	await system.clock.sleep(system.requestMilliseconds, new AbortController().signal);
}
