import type { Guest } from './entities';
import { warn, type Task } from './tasks';
import type { World } from './world';

/** Freezes if it can, and tells in the log if it can't; a snapshot never fails for that. */
export function freezeIfPossible(world: World, guest: Guest, task: Task): void {
	if (guest.status !== 'running') return;
	if (guest.type === 'lxc') {
		guest.freezes += 1;
		return;
	}
	const agent = String(guest.config.agent ?? '0');
	if (!/^(?:enabled=)?1/.test(agent)) return;
	// Older releases ask the agent before they look at the options.
	const asksFirst = world.quirks.skippedFreeze === 'deadAgentOnly';
	const skipped = reasonToSkip(guest, agent, asksFirst);
	if (skipped !== undefined) tellSkipped(world, guest, task, skipped);
	else if (guest.agent === 'failing') tellFailed(world, task);
	else guest.freezes += 1;
}

const DEAD = 'agent configured but not running?';
type Reason = 'disabled in VM options' | typeof DEAD | 'already frozen';

function reasonToSkip(
	{ agent: state }: Guest,
	agent: string,
	asksFirst: boolean,
): Reason | undefined {
	const isDead = state === 'dead' || state === 'off';
	if (isDead && asksFirst) return DEAD;
	if (/(?:freeze-fs|freeze-fs-on-backup|guest-fsfreeze)=0/.test(agent)) {
		return 'disabled in VM options';
	}
	if (isDead) return DEAD;
	return state === 'frozen' ? 'already frozen' : undefined;
}

function tellSkipped({ quirks }: World, { vmid }: Guest, task: Task, reason: Reason): void {
	if (quirks.skippedFreeze === 'logged') {
		task.log.push(`skipping guest filesystem freeze - ${reason}`);
	} else if (reason === DEAD) {
		const why = `VM ${vmid} qmp command 'guest-ping' failed - got timeout`;
		task.log.push(`QEMU Guest Agent is not running - ${why}`);
	}
}

function tellFailed({ quirks }: World, task: Task): void {
	const text = 'unable to freeze guest fs - failed to freeze /: Device or resource busy';
	if (quirks.failedFreeze === 'warning') warn(task, text);
	else task.log.push(text);
}
