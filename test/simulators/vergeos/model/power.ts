import type { Row } from './table';
import { machineOf, statusOf } from './vms';
import type { World } from './world';

const AGENT_VERSION = '8.2.0';

/** A guest that runs, with its agent if it has one that answers. */
export function setRunning(world: World, vm: Row): void {
	const agent = machineOf(world, vm)._agent;
	const connected = vm.guest_agent === true && (agent === 'connected' || agent === 'frozen');
	world.table('machine_status').change(statusOf(world, vm), {
		running: true,
		status: 'running',
		state: 'online',
		powerstate: true,
		node: 1,
		agent_version: connected ? AGENT_VERSION : '',
		agent_features: connected ? 'guest-fsfreeze-freeze,guest-fsfreeze-thaw' : '',
	});
}

function setStopped(world: World, vm: Row): void {
	world.table('machine_status').change(statusOf(world, vm), {
		running: false,
		status: 'stopped',
		state: 'offline',
		powerstate: false,
		node: null,
		agent_version: '',
		agent_features: '',
	});
}

/** The change that was asked for last wins: what an earlier one would have done later is dropped. */
function later(world: World, vm: Row, seconds: number, work: () => void): void {
	const machine = machineOf(world, vm);
	const generation = Number(machine._generation) + 1;
	machine._generation = generation;
	world.schedule.after(seconds, () => {
		if (machine._generation === generation) work();
	});
}

const setStatus = (world: World, vm: Row, status: string): void =>
	world.table('machine_status').change(statusOf(world, vm), { status });

export function powerOn(world: World, vm: Row): void {
	if (statusOf(world, vm).running === true) return;
	setStatus(world, vm, 'starting');
	later(world, vm, world.durations.vmStart, () => setRunning(world, vm));
}

/** ACPI: the guest is asked, and may not care. */
export function powerOff(world: World, vm: Row): void {
	if (statusOf(world, vm).running !== true) return;
	setStatus(world, vm, 'stopping');
	if (machineOf(world, vm)._ignoresShutdown === true) return;
	later(world, vm, world.durations.vmShutdown, () => setStopped(world, vm));
}

export function kill(world: World, vm: Row): void {
	const machine = machineOf(world, vm);
	machine._generation = Number(machine._generation) + 1;
	setStopped(world, vm);
}

export function reset(world: World, vm: Row): void {
	if (statusOf(world, vm).running !== true) return;
	setStatus(world, vm, 'starting');
	later(world, vm, world.durations.vmStart, () => setRunning(world, vm));
}
