import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed, run } from '../process/command.mjs';

const POLL_MILLISECONDS = 100;

/**
 * The eyes of the checks: libvirt's own tool on this machine, nothing of this package.
 *
 * @param {string[]} args
 */
export async function virsh(...args) {
	const output = await run('virsh', ['--quiet', '--connect', 'qemu:///system', ...args], {
		env: { LC_ALL: 'C' },
	});
	return output.trim();
}

/** @param {string[]} args */
export async function virshLines(...args) {
	return (await virsh(...args)).split('\n').filter((line) => line !== '');
}

/** @param {string} domain */
export const snapshotNames = (domain) => virshLines('snapshot-list', domain, '--name');

export const domainNames = () => virshLines('list', '--all', '--name');

/** @param {string} domain */
export const domainState = (domain) => virsh('domstate', domain);

/**
 * One command of the guest agent's protocol.
 *
 * @param {string} domain
 * @param {string} execute
 * @param {object} [parameters]
 * @returns {Promise<any>}
 */
export async function agent(domain, execute, parameters) {
	const command = JSON.stringify({ execute, arguments: parameters });
	return JSON.parse(await virsh('qemu-agent-command', domain, command, '--timeout', '10')).return;
}

/**
 * Waits until the guest's agent answers.
 *
 * @param {string} domain
 * @param {number} [limitSeconds]
 */
export async function waitForAgent(domain, limitSeconds = 120) {
	const deadline = Date.now() + limitSeconds * 1000;
	for (;;) {
		try {
			await agent(domain, 'guest-ping');
			return;
		} catch (error) {
			if (!(error instanceof CommandFailed) || Date.now() > deadline) throw error;
		}
		await sleep(POLL_MILLISECONDS);
	}
}

/**
 * Runs a shell command inside the guest through its agent.
 *
 * @param {string} domain
 * @param {string} command
 * @returns {Promise<string>} its standard output
 */
export async function inGuest(domain, command) {
	const { pid } = await agent(domain, 'guest-exec', {
		path: '/bin/sh',
		arg: ['-c', command],
		'capture-output': true,
	});
	for (;;) {
		const status = await agent(domain, 'guest-exec-status', { pid });
		if (status.exited) {
			const text = (name) => Buffer.from(status[name] ?? '', 'base64').toString('utf8');
			if (status.exitcode === 0) return text('out-data').trimEnd();
			throw new Error(
				`"${command}" ended with ${status.exitcode} in ${domain}: ${text('err-data')}`,
			);
		}
		await sleep(POLL_MILLISECONDS);
	}
}
