import { SnapshotError } from '../../snapshots/errors';
import { abortable } from '../abortable';
import { sh, type ShellCommand } from '../transports/shell';
import type { ByteStream, CommandResult, SshPort } from '../transports/ssh';
import { VPROTECT } from './errors';
import type { VprotectLogin } from './login';

/** vProtect's command line on its own server: it alone can revert, and remove old snapshots, on demand. */
export class VprotectCli {
	constructor(
		private readonly ssh: SshPort,
		private readonly login: VprotectLogin,
	) {}

	/** Logs in to the server, and looks for the command there. */
	async assertThere(signal: AbortSignal): Promise<void> {
		const { exitCode } = await this.ssh.run(sh`command -v vprotect`, signal);
		if (exitCode !== 0) throw notThere(this.ssh.address);
	}

	async revert(snapshotGuid: string, signal: AbortSignal): Promise<CommandResult> {
		return await this.run(sh`vprotect vm -rvS ${snapshotGuid}`, signal);
	}

	/** Of one VM, all that its policy does not keep any more. */
	async removeOld(vmGuid: string, signal: AbortSignal): Promise<CommandResult> {
		return await this.run(sh`vprotect vm -rmS ${vmGuid}`, signal);
	}

	async close(): Promise<void> {
		await this.ssh.close();
	}

	/** It keeps a session of its own, which may have ended: then it refuses before it does anything. */
	private async run(command: ShellCommand, signal: AbortSignal): Promise<CommandResult> {
		const first = await this.ssh.run(command, signal);
		if (!isStranger(first)) return known(first, this.ssh.address);
		await this.enter(signal);
		const second = await this.ssh.run(command, signal);
		if (isStranger(second)) throw this.refused(second.stderr || second.stdout);
		return known(second, this.ssh.address);
	}

	/** The password goes in where it is asked for: a command's words can be read by everybody on the server. */
	private async enter(signal: AbortSignal): Promise<void> {
		const { username, password } = this.login;
		const stream = await this.ssh.openCommand(sh`vprotect login -u ${username} 2>&1`, signal);
		const said: string[] = [];
		try {
			await abortable(signal, conversation(stream, `${password}\n`, said));
		} catch (error) {
			signal.throwIfAborted();
			throw this.refused(said.join(''), error);
		} finally {
			stream.destroy();
		}
	}

	private refused(said: string, cause?: unknown): SnapshotError {
		const words = said.replaceAll(this.login.password, '…').trim().slice(0, LONGEST_SHOWN);
		const why = words === '' ? '' : `: ${words}`;
		const { username } = this.login;
		return new SnapshotError(
			'AUTH',
			`vProtect’s command line at ${this.ssh.address} refused the login of ${username}${why}`,
			{
				system: VPROTECT,
				cause: cause instanceof SnapshotError ? cause : undefined,
				advice:
					'Check the user and password of vProtect in the credential; or log in once at the server, as the SSH user, with vprotect login.',
			},
		);
	}
}

const LONGEST_SHOWN = 300;

/** What a command that did not do its work said of it. */
export const wordsOf = ({ stdout, stderr, exitCode }: CommandResult): string =>
	[stderr, stdout]
		.map((text) => text.trim())
		.find((text) => text !== '')
		?.slice(0, LONGEST_SHOWN) ?? `it ended with ${exitCode}`;

/** Its words for a missing session are not published; any that speak of it count. */
const isStranger = ({ exitCode, stdout, stderr }: CommandResult): boolean =>
	exitCode !== 0 && /log ?in|logged|unauthori[sz]ed|session|\b401\b/i.test(`${stderr} ${stdout}`);

const NOT_FOUND_BY_SHELL = 127;

function known(result: CommandResult, address: string): CommandResult {
	if (result.exitCode !== NOT_FOUND_BY_SHELL) return result;
	throw notThere(address);
}

const notThere = (address: string): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `There is no command vprotect at ${address}`, {
		system: VPROTECT,
		advice:
			'The SSH part of the credential must lead to the vProtect server itself, as a user whose commands are found without a login shell. Nothing was changed.',
	});

async function conversation(stream: ByteStream, words: string, said: string[]): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		stream.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
		stream.once('error', reject);
		stream.once('end', resolve);
		stream.end(words);
	});
}
