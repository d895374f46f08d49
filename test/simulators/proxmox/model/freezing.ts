import type { Guest } from './entities';
import { warn, type Task } from './tasks';
import type { World } from './world';

/** Freezes if it can, and tells in the log if it can't; a snapshot never fails for that. */
export function freezeIfPossible({ quirks }: World, guest: Guest, task: Task): void {
	if (guest.status !== 'running') return;
	if (guest.type === 'lxc') {
		guest.freezes += 1;
		return;
	}
	const agent = String(guest.config.agent ?? '0');
	if (!/^(?:enabled=)?1/.test(agent)) return;
	if (/(?:freeze-fs|freeze-fs-on-backup|guest-fsfreeze)=0/.test(agent)) {
		task.log.push('skipping guest filesystem freeze - disabled in VM options');
		return;
	}
	switch (guest.agent) {
		case 'off':
		case 'dead':
			task.log.push('skipping guest filesystem freeze - agent configured but not running?');
			return;
		case 'failing': {
			const text = 'unable to freeze guest fs - failed to freeze /: Device or resource busy';
			if (quirks.failedFreeze === 'warning') warn(task, text);
			else task.log.push(text);
			return;
		}
		case 'running':
			guest.freezes += 1;
	}
}
