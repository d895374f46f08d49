import { disksOf } from '../model/disks';
import { failed, ok, type Program } from './result';

/**
 * Only this simulator has it: what a person would do inside the guest. `write NAME TEXT` changes the disk of
 * a running VM, `read NAME` shows it, `list` names all VMs.
 */
export const vmctl: Program = (args, { host }) => {
	const [verb = '', name = '', text] = args;
	if (verb === 'list') {
		return ok(
			host.domains.map((one) => `${one.name}\t${one.active ? 'running' : 'stopped'}\n`).join(''),
		);
	}
	const domain = host.domains.find((one) => one.name === name);
	if (domain === undefined) return failed(`vmctl: no VM named ${name}`);
	if (disksOf(domain.present).length === 0) return failed(`vmctl: ${name} has no disk`);
	switch (verb) {
		case 'read':
			return ok(`${host.read(name)}\n`);
		case 'write':
			if (text === undefined) return failed('usage: vmctl write NAME TEXT', 2);
			if (!domain.active) return failed(`vmctl: ${name} is not running`);
			host.write(name, text);
			return ok();
		default:
			return failed('usage: vmctl list | vmctl read NAME | vmctl write NAME TEXT', 2);
	}
};
