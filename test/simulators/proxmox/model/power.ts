import { Die, WORD, type Guest } from './entities';
import type { Order } from './tasks';
import { assertFileFree, assertUnlocked, type World } from './world';

export type PowerAction = 'start' | 'stop' | 'shutdown' | 'reboot' | 'suspend' | 'resume' | 'reset';

export function turnOn(world: World, guest: Guest): void {
	guest.status = 'running';
	guest.paused = false;
	guest.startedAt = world.now();
}

/** As by the power plug: what was in its memory is gone. */
export function turnOff(guest: Guest): void {
	guest.status = 'stopped';
	guest.paused = false;
	guest.content = { ...guest.content, memory: '' };
}

type PowerOrder = Pick<Order, 'type' | 'seconds' | 'begin' | 'finish'>;

/** What the worker of a power action does, or `Die` where it is refused at once. */
export function powerOrder(
	world: World,
	guest: Guest,
	action: PowerAction,
	forceStop: boolean,
): PowerOrder {
	const prefix = guest.type === 'qemu' ? 'qm' : 'vz';
	const { durations } = world;
	assertPlain(world, guest, action);
	if (guest.ha && (action === 'start' || action === 'stop')) return haOrder(world, guest, action);
	const order = (seconds: number, finish: () => void): PowerOrder => ({
		type: `${prefix}${action}`,
		seconds,
		begin: () => {
			assertUnlocked(guest);
			assertFileFree(guest);
			assertPossible(guest, action);
		},
		finish,
	});
	switch (action) {
		case 'start':
			return order(durations.start, () => turnOn(world, guest));
		case 'stop':
			return order(durations.stop, () => turnOff(guest));
		case 'shutdown':
			return order(durations.shutdown, () => shutDown(guest, forceStop));
		case 'reboot':
			return order(durations.shutdown + durations.start, () => {
				turnOff(guest);
				turnOn(world, guest);
			});
		case 'reset':
			return order(0, () => turnOn(world, guest));
		case 'suspend':
			return order(0, () => (guest.paused = true));
		case 'resume':
			return order(0, () => (guest.paused = false));
	}
}

/** Refused before there is a task. */
function assertPlain({ quirks }: World, guest: Guest, action: PowerAction): void {
	const inTask = guest.type === 'qemu' && quirks.startRunning === 'taskFails';
	if (action === 'start' && !inTask) assertStopped(guest);
	// A container that is off is refused at once; of a VM that is off nobody minds (pve-container, Status.pm).
	if (guest.type === 'lxc' && action !== 'start') assertRunning(guest);
}

function assertPossible(guest: Guest, action: PowerAction): void {
	if (action === 'start') assertStopped(guest);
	else if (action !== 'stop' && action !== 'shutdown') assertRunning(guest);
}

function assertStopped({ status, type, vmid }: Guest): void {
	if (status === 'running') throw new Die(`${WORD[type]} ${vmid} already running`);
}

function assertRunning({ status, type, vmid }: Guest): void {
	if (status === 'stopped') throw new Die(`${WORD[type]} ${vmid} not running`);
}

function shutDown(guest: Guest, forceStop: boolean): void {
	if (guest.ignoresShutdown && !forceStop) {
		throw new Die('VM quit/powerdown failed - got timeout');
	}
	turnOff(guest);
}

/** The task is but a request, and done at once; the HA manager acts on it later. */
function haOrder(world: World, guest: Guest, action: 'start' | 'stop'): PowerOrder {
	return {
		type: `ha${action}`,
		seconds: 0,
		finish: (task) => {
			task.log.push(`Requesting HA ${action} for ${WORD[guest.type]} ${guest.vmid}`);
			world.agenda.after(world.durations.haReaction, () => {
				if (action === 'stop') turnOff(guest);
				else if (guest.status === 'stopped') turnOn(world, guest);
			});
		},
	};
}
