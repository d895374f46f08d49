import type { TargetRef } from '../../snapshots/model';
import { configOf } from './guestConfig';
import type { Proxmox } from './level';
import { refusal } from './refusals';

const CARD = /^net\d+$/;
const UNPLUGGED = /(^|,)link_down=1(,|$)/;

/** Pulls the cable of every network card, and looks that it is out. */
export async function unplug(on: Proxmox, target: TargetRef, signal: AbortSignal): Promise<void> {
	const plugged = async (): Promise<readonly [string, string][]> =>
		[...(await configOf(on, target, signal))].filter(
			([key, value]) => CARD.test(key) && !UNPLUGGED.test(value),
		);
	const cards = await plugged();
	if (cards.length === 0) return;
	const changes = cards.map(([key, value]): [string, string] => {
		const others = value.split(',').filter((part) => !part.startsWith('link_down='));
		return [key, [...others, 'link_down=1'].join(',')];
	});
	await on.guests.ask(target, signal, async (path) => {
		await on.client.put(`${path}/config`, Object.fromEntries(changes), signal);
	});
	if ((await plugged()).length === 0) return;
	throw refusal('TASK_FAILED', target, `The network cards of ${target.name} can’t be unplugged`, {
		advice: 'Turn on Connect Network, or clone it in Proxmox VE.',
	});
}
