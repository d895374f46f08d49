import type { ServerChannel } from 'ssh2';
import {
	SshServer,
	type SshHost,
	type SshLoginSettings,
	type SshRequest,
} from '../../support/sshServer';
import type { FaultsAndRequests } from './faults';
import type { LibvirtHost } from './model/host';
import { RpcSession, type Polkit } from './rpc/session';
import type { Shell } from './shell/run';

export interface SshSettings extends SshLoginSettings {
	readonly forwarding: 'allowed' | 'forbidden';
	/** The daemon's socket under /var/run/libvirt: `libvirt-sock` or `virtqemud-sock`. */
	readonly socketName: string;
	readonly polkit: Polkit;
}

/** One SSH server on loopback that behaves like a libvirt host's. */
export const libvirtSshServer = (
	host: LibvirtHost,
	shell: Shell,
	faults: FaultsAndRequests,
	settings: SshSettings,
): SshServer => new SshServer(new LibvirtSsh(host, shell, faults, settings), settings);

class LibvirtSsh implements SshHost {
	readonly onUnixSocket: SshHost['onUnixSocket'];

	constructor(
		private readonly host: LibvirtHost,
		private readonly shell: Shell,
		private readonly faults: FaultsAndRequests,
		private readonly settings: SshSettings,
	) {
		if (settings.forwarding === 'forbidden') return;
		this.onUnixSocket = (path, request) => this.forward(path, request);
	}

	onLogin(username: string): ReturnType<SshHost['onLogin']> {
		const fault = this.faults.meet({ kind: 'ssh', name: 'login', detail: username });
		if (fault?.kind === 'dropBefore') return 'drop';
		if (fault?.kind === 'hang') return 'hang';
		return fault?.kind === 'refuse' ? 'refuse' : 'judge';
	}

	onCommand(command: string, request: SshRequest): void {
		const fault = this.faults.meet({ kind: 'ssh', name: 'exec', detail: command });
		if (fault?.kind === 'dropBefore') return request.drop();
		if (fault?.kind === 'refuse') return request.reject();
		void this.execute(command, request.accept(), request);
	}

	private forward(path: string, request: SshRequest): void {
		const fault = this.faults.meet({ kind: 'ssh', name: 'forward', detail: path });
		if (fault?.kind === 'dropBefore') return request.drop();
		if (fault?.kind === 'refuse' || !this.isDaemonSocket(path)) return request.reject();
		this.connectDaemon(request.accept(), request);
	}

	private async execute(
		command: string,
		channel: ServerChannel,
		request: SshRequest,
	): Promise<void> {
		const outcome = await this.shell.run(command);
		switch (outcome.kind) {
			case 'lost':
				return request.drop();
			case 'silent':
				return;
			case 'stream':
				return this.openStream(outcome.words, channel, request);
			case 'result': {
				const { code, stdout, stderr } = outcome.result;
				if (stderr !== '') channel.stderr.write(stderr);
				if (stdout !== '') channel.write(stdout);
				channel.exit(code);
				channel.end();
			}
		}
	}

	private openStream(words: readonly string[], channel: ServerChannel, request: SshRequest): void {
		const path = words.at(-1) ?? '';
		const known = words[0] === 'nc' ? this.isDaemonSocket(path) : path === 'qemu:///system';
		if (known) return this.connectDaemon(channel, request, true);
		channel.stderr.write(`${words[0]}: unix connect failed: No such file or directory\n`);
		channel.exit(1);
		channel.end();
	}

	private connectDaemon(channel: ServerChannel, request: SshRequest, process = false): void {
		const end = (): void => {
			if (process) channel.exit(0);
			channel.end();
		};
		const session = new RpcSession(this.host, this.faults, this.settings.polkit, {
			send: (bytes) => void (channel.writable && channel.write(bytes)),
			end,
			drop: () => request.drop(),
		});
		channel.on('data', (chunk: Buffer) => session.receive(chunk));
		channel.on('end', end);
	}

	private isDaemonSocket(path: string): boolean {
		const { socketName } = this.settings;
		return [`/var/run/libvirt/${socketName}`, `/run/libvirt/${socketName}`].includes(path);
	}
}
