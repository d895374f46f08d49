import type { ServerChannel } from 'ssh2';
import type { Clock } from '../../../../snapshots/clock';
import type { Task } from '../model/entities';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import type { Sessions } from '../server/sessions';
import { perform, type Outcome } from './commands';
import { parseCall, type Call } from './grammar';
import { CommandFailure, failed, ok, type CommandResult } from './result';

/** The login that the command line keeps between its calls. */
export interface CliSession {
	user: string | null;
}

interface Surroundings {
	readonly world: World;
	readonly sessions: Sessions;
	readonly clock: Clock;
	readonly session: CliSession;
	readonly channel: ServerChannel;
	readonly signal: AbortSignal;
	/** The tasks of this call never end. */
	readonly neverEnding: boolean;
}

/** `vprotect …`, with what stands behind the program's name. */
export async function runVprotect(
	words: readonly string[],
	surroundings: Surroundings,
): Promise<CommandResult> {
	surroundings.world.settle();
	try {
		return await runCall(parseCall(words), surroundings);
	} catch (error) {
		if (error instanceof CommandFailure) return failed(error.message, error.code);
		throw error;
	} finally {
		surroundings.world.settle();
	}
}

async function runCall(call: Call, surroundings: Surroundings): Promise<CommandResult> {
	const { session, world } = surroundings;
	if (call.module === 'login') return await logIn(call.values[0] ?? '', surroundings);
	if (call.module === 'logout') {
		session.user = null;
		return ok();
	}
	if (session.user === null) throw new CommandFailure('You are not logged in');
	const { stdout, tasks } = performed(call, surroundings);
	if (world.quirks.cliWaits) for (const task of tasks) await over(task, surroundings);
	return ok(stdout);
}

function performed(call: Call, { world, neverEnding }: Surroundings): Outcome {
	world.queue.neverEnding = neverEnding;
	try {
		return perform(world, call);
	} finally {
		world.queue.neverEnding = false;
	}
}

async function logIn(
	user: string,
	{ channel, session, sessions }: Surroundings,
): Promise<CommandResult> {
	channel.write('Password: ');
	const password = await firstLine(channel);
	try {
		sessions.userWith(user, password);
	} catch (error) {
		throw error instanceof ApiError ? new CommandFailure(error.message) : error;
	}
	session.user = user;
	return ok('\n');
}

/** Up to the end of the line, or of the input. */
async function firstLine(channel: ServerChannel): Promise<string> {
	let text = '';
	await new Promise<void>((resolve) => {
		channel.once('end', resolve);
		channel.on('data', (chunk: Buffer) => {
			text += chunk.toString('utf8');
			if (text.includes('\n')) resolve();
		});
	});
	return text.split(/\r?\n/)[0] ?? '';
}

const LOOK_EVERY_MILLISECONDS = 1000;

async function over(task: Task, { world, clock, signal }: Surroundings): Promise<void> {
	for (;;) {
		world.settle();
		if (task.state === 'FINISHED') return;
		if (task.state === 'FAILED' || task.state === 'CANCELLED') {
			throw new CommandFailure(task.message ?? `Task ${task.guid} is ${task.state}`);
		}
		await clock.sleep(LOOK_EVERY_MILLISECONDS, signal);
	}
}
