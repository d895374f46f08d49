import type { CreateRequest } from '../../snapshots/driver';
import { hasCode } from '../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { pollWithin } from '../polling';
import { containerMemory } from './capabilities';
import { writeDescription } from './description';
import { translateFailure } from './errors';
import { powerStateOf, statusOf, type GuestStatus } from './guests';
import type { Proxmox } from './level';
import { assertUnlocked } from './locks';
import { wasFrozen } from './quiesce';
import { assertSupported, refusal, snapshotGone } from './refusals';
import { snapshotsOf } from './snapshots';
import { finished, logOf, taskOf, type Task } from './tasks';

export async function createSnapshot(
	on: Proxmox,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const { client, guests } = on;
	const { type } = await guests.locate(target, signal);
	if (request.memory && type === 'lxc') assertSupported(target, containerMemory, 'memory');
	const status = await statusOf(client, guests, target, signal);
	await assertUnlocked(on, target, status, signal);
	const isRunning = powerStateOf(status) !== 'stopped';
	const memory = request.memory && isRunning;
	// A stopped guest is as clean as its last shutdown, no cleaner; and with the memory nothing is frozen.
	const quiesce = request.quiesce && isRunning && !memory;
	if (quiesce && type === 'qemu') assertAgent(target, status);

	// A container is frozen by the system itself, or its snapshot fails.
	const isSure = quiesce && type === 'lxc';
	const description = writeDescription({ text: request.description, quiesced: isSure });
	const body = {
		snapname: request.name,
		...(description === '' ? {} : { description }),
		...(memory ? { vmstate: 1 } : {}),
	};
	const task = await guests.ask(target, signal, async (path) =>
		taskOf(await client.post(`${path}/snapshot`, body, signal)),
	);
	await finished(on, task, signal);
	if (quiesce && !isSure) await noteIfFrozen(on, target, request, task, signal);
	const made = (await snapshotsOf(on, target, signal)).find(({ id }) => id === request.name);
	if (made === undefined) throw snapshotGone(target, request);
	return made;
}

/** Without the agent turned on Proxmox VE would not even try, and say nothing. */
function assertAgent(target: Target, { agent }: GuestStatus): void {
	if (agent) return;
	throw refusal(
		'TASK_FAILED',
		target,
		`${target.name} was not quiesced: QEMU Guest Agent is turned off in its options`,
		{
			option: 'quiesce',
			advice:
				'Turn it on in the options of the VM and start qemu-guest-agent inside it, or set Quiesce to If Possible. No snapshot was made.',
		},
	);
}

/** Somebody else may lock the guest as soon as its snapshot is done; most hold it for a moment only. */
const NOTED_WITHIN_MS = 30_000;

/** Only the log of the task knows, and logs are cleared away: what it says is kept with the snapshot. */
async function noteIfFrozen(
	on: Proxmox,
	target: Target,
	{ name, description: text }: CreateRequest,
	task: Task,
	signal: AbortSignal,
): Promise<void> {
	if (!wasFrozen(await logOf(on.client, task, signal))) return;
	const description = writeDescription({ text, quiesced: true });
	// Without the note it counts as not quiesced, which is never too much said.
	await pollWithin(on.clock, NOTED_WITHIN_MS, signal, async () => {
		try {
			await describe(on, target, name, description, signal);
			return true;
		} catch (error) {
			if (hasCode(translateFailure(error, { doing: `describe ${name}` }), 'BUSY')) return undefined;
			throw error;
		}
	});
}

/** The one thing about a snapshot that can be changed. */
export async function describe(
	{ client, guests }: Proxmox,
	target: Target,
	name: string,
	description: string,
	signal: AbortSignal,
): Promise<void> {
	await guests.ask(target, signal, async (path) => {
		await client.put(
			`${path}/snapshot/${encodeURIComponent(name)}/config`,
			{ description },
			signal,
		);
	});
}
