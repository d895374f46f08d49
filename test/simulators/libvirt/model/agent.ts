import { z } from 'zod';
import { CODE, ORIGIN, failure } from './errors';
import { disksOf } from './disks';
import type { Domain } from './domain';

/** The guest agent as libvirt reaches it: through a channel that may be missing or silent. */
export function assertAgentAnswers(domain: Domain): void {
	switch (domain.agent) {
		case 'absent':
			throw failure(CODE.argumentUnsupported, 'QEMU guest agent is not configured');
		case 'dead':
			throw failure(CODE.agentUnresponsive, 'QEMU guest agent is not connected');
		case 'alive':
			return;
	}
}

export function freeze(domain: Domain): number {
	if (!domain.active) throw failure(CODE.operationInvalid, 'domain is not running');
	assertAgentAnswers(domain);
	if (domain.frozen) {
		throw commandFailure(
			'guest-fsfreeze-freeze',
			'Command guest-fsfreeze-freeze has been disabled: the agent is in frozen state',
		);
	}
	domain.frozen = true;
	domain.freezeCount += 1;
	return disksOf(domain.present).length;
}

export function thaw(domain: Domain): number {
	if (!domain.active) throw failure(CODE.operationInvalid, 'domain is not running');
	assertAgentAnswers(domain);
	const thawed = domain.frozen ? disksOf(domain.present).length : 0;
	domain.frozen = false;
	return thawed;
}

const agentCommand = z.object({ execute: z.string() }).passthrough();

/** Answers the few commands that a snapshot workflow needs, in QEMU's JSON. */
export function runAgentCommand(domain: Domain, command: string): string {
	if (!domain.active) throw failure(CODE.operationInvalid, 'domain is not running');
	assertAgentAnswers(domain);
	const { execute } = parseCommand(command);
	switch (execute) {
		case 'guest-ping':
		case 'guest-sync':
			return JSON.stringify({ return: {} });
		case 'guest-fsfreeze-status':
			return JSON.stringify({ return: domain.frozen ? 'frozen' : 'thawed' });
		case 'guest-fsfreeze-freeze':
			return JSON.stringify({ return: freeze(domain) });
		case 'guest-fsfreeze-thaw':
			return JSON.stringify({ return: thaw(domain) });
		case 'guest-get-host-name':
			return JSON.stringify({ return: { 'host-name': domain.name } });
		default:
			throw commandFailure(execute, `The command ${execute} has not been found`);
	}
}

function parseCommand(command: string): z.infer<typeof agentCommand> {
	let parsed: unknown;
	try {
		parsed = JSON.parse(command);
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		throw failure(CODE.internal, `cannot parse json ${command}: parse error`, ORIGIN.none);
	}
	const result = agentCommand.safeParse(parsed);
	if (!result.success) throw failure(CODE.internal, 'malformed agent command', ORIGIN.none);
	return result.data;
}

const commandFailure = (command: string, text: string): Error =>
	failure(CODE.internal, `unable to execute QEMU agent command '${command}': ${text}`);
