import type { ServerChannel } from 'ssh2';
import type { Clock } from '../../../../snapshots/clock';
import {
	fingerprintOf,
	newKey,
	parsePrivateKey,
	type HostKeyAnnouncement,
} from '../../../support/sshHostKeys';
import { SshServer, type SshHost, type SshRequest } from '../../../support/sshServer';
import type { World } from '../model/world';
import type { Sessions } from '../server/sessions';
import { CliFaults, type CliFault } from './faults';
import { runVprotect, type CliSession } from './program';
import type { CommandResult } from './result';
import { readLine, runs } from './shell';

export interface SshOptions {
	/** Default 0: any free one. */
	readonly port?: number;
	/** Default `vprotect`. */
	readonly username?: string;
	/** null: password login is off. */
	readonly password?: string | null;
	/** Private keys in OpenSSH's format; made anew where they are missing. */
	readonly clientKey?: string;
	readonly hostKey?: string;
	readonly hostKeyAnnouncement?: HostKeyAnnouncement;
	/** Whether the vendor's command line is there. Default true. */
	readonly installed?: boolean;
	/** Whether somebody has run `vprotect login` before. Default true. */
	readonly loggedIn?: boolean;
}

/** The server's own SSH, with the vendor's command line behind it. */
export class CliServer implements SshHost {
	readonly address = '127.0.0.1';
	readonly username: string;
	readonly password: string;
	/** OpenSSH format, without a passphrase. */
	readonly clientPrivateKey: string;
	readonly hostPrivateKey: string;
	/** `SHA256:…` as `ssh-keygen -l` prints it. */
	readonly hostKeyFingerprint: string;
	/** Each command line that came in, as it was. */
	readonly commands: string[] = [];
	/** Each time a client made the shell do more than run one plain command. Must stay empty. */
	readonly injections: string[] = [];
	/** Who `vprotect login` let in; null: nobody. */
	readonly session: CliSession;
	private readonly faults = new CliFaults();
	private readonly server: SshServer;
	private readonly closing = new AbortController();
	private readonly installed: boolean;
	private listeningOn = 0;

	constructor(
		private readonly world: World,
		private readonly sessions: Sessions,
		private readonly clock: Clock,
		options: SshOptions,
	) {
		const password =
			options.password === undefined ? 'ssh-secret-of-the-simulator' : options.password;
		this.username = options.username ?? 'vprotect';
		this.password = password ?? '';
		this.clientPrivateKey = options.clientKey ?? newKey().private;
		this.hostPrivateKey = options.hostKey ?? newKey().private;
		this.installed = options.installed ?? true;
		this.session = { user: options.loggedIn === false ? null : 'admin' };
		const hostKey = parsePrivateKey(this.hostPrivateKey);
		this.hostKeyFingerprint = fingerprintOf(hostKey);
		this.server = new SshServer(this, {
			username: this.username,
			password: password ?? undefined,
			clientKey: parsePrivateKey(this.clientPrivateKey),
			hostKey,
			hostPrivateKey: this.hostPrivateKey,
			announcement: options.hostKeyAnnouncement ?? 'prove',
		});
	}

	get port(): number {
		return this.listeningOn;
	}

	get openConnections(): number {
		return this.server.openConnections;
	}

	/** How many commands began with these words: `vprotect vm -rvS`. */
	count(beginning = ''): number {
		return this.commands.filter((line) => runs(line, beginning)).length;
	}

	/** Lets the next `login`, or the next command that begins with these words, fail; see `CliFault`. */
	fault(on: string, fault: CliFault, times = 1): void {
		this.faults.inject(on, fault, times);
	}

	clearFaults(): void {
		this.faults.clear();
	}

	clearCommands(): void {
		this.commands.splice(0);
	}

	dropConnections(): void {
		this.server.dropAll();
	}

	async listen(port: number): Promise<void> {
		this.listeningOn = await this.server.listen(port);
	}

	async close(): Promise<void> {
		this.closing.abort(new Error('The simulator is closed'));
		await this.server.close();
	}

	onLogin(): ReturnType<SshHost['onLogin']> {
		const fault = this.faults.take('login');
		if (fault?.kind === 'dropBefore') return 'drop';
		if (fault?.kind === 'stall') return 'hang';
		return fault?.kind === 'refuse' ? 'refuse' : 'judge';
	}

	onCommand(line: string, request: SshRequest): void {
		this.commands.push(line);
		const fault = this.faults.take(line);
		if (fault?.kind === 'dropBefore') return request.drop();
		if (fault?.kind === 'refuse') return request.reject();
		const channel = request.accept();
		if (fault?.kind === 'stall') return;
		this.answer(line, channel, request, fault).catch((error: unknown) => {
			if (this.closing.signal.aborted) return;
			end(channel, { code: 255, stdout: '', stderr: String(error) });
		});
	}

	private async answer(
		line: string,
		channel: ServerChannel,
		request: SshRequest,
		fault: CliFault | undefined,
	): Promise<void> {
		if (fault?.kind === 'exit') {
			return end(channel, { code: fault.code, stdout: '', stderr: `${fault.stderr}\n` });
		}
		if (fault?.kind === 'delay') {
			await this.clock.sleep(fault.milliseconds, this.closing.signal);
		}
		const result = await this.run(line, channel, fault?.kind === 'neverSettles');
		if (fault?.kind === 'dropAfter') request.drop();
		else end(channel, result);
	}

	private async run(
		line: string,
		channel: ServerChannel,
		neverEnding: boolean,
	): Promise<CommandResult> {
		const reading = readLine(line, this.installed);
		if (reading.kind === 'injection') this.injections.push(reading.text);
		if (reading.kind !== 'vprotect') return reading.result;
		const { world, sessions, clock, session } = this;
		const { signal } = this.closing;
		return await runVprotect(reading.words, {
			world,
			sessions,
			clock,
			session,
			channel,
			signal,
			neverEnding,
		});
	}
}

function end(channel: ServerChannel, { code, stdout, stderr }: CommandResult): void {
	if (stderr !== '') channel.stderr.write(stderr);
	if (stdout !== '') channel.write(stdout);
	channel.exit(code);
	channel.end();
}
