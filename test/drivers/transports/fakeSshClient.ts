import { EventEmitter } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { generateKeyPairSync } from 'node:crypto';
import type { HostKey } from '../../../drivers/transports/hostKey';
import type { CommandChannel, SshClient } from '../../../drivers/transports/sshClient';

type Run = (channel: FakeChannel, command: string) => void;

/** A channel whose other end the test plays: it pushes what the command says. */
export class FakeChannel extends Duplex implements CommandChannel {
	readonly stderr = new PassThrough();

	override _read(): void {}

	override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
		done();
	}
}

/** A logged-in ssh2 client as far as the port uses it. */
export class FakeSshClient extends EventEmitter implements SshClient {
	readonly commands: string[] = [];
	readonly sockets: string[] = [];
	noDelay = false;
	ended = false;

	constructor(private readonly onRun: Run = () => undefined) {
		super();
	}

	announce(...keys: HostKey[]): void {
		this.emit('hostkeys', keys);
	}

	exec(command: string, done: (error: Error | undefined, channel: CommandChannel) => void): void {
		if (this.ended) throw new Error('Not connected');
		this.commands.push(command);
		const channel = new FakeChannel();
		done(undefined, channel);
		this.onRun(channel, command);
	}

	openssh_forwardOutStreamLocal(
		path: string,
		done: (error: Error | undefined, channel: Duplex) => void,
	): void {
		this.sockets.push(path);
		done(undefined, new FakeChannel());
	}

	setNoDelay(noDelay: boolean): void {
		this.noDelay = noDelay;
	}

	end(): void {
		this.ended = true;
		setImmediate(() => this.emit('close'));
	}
}

export function hostKey(): HostKey {
	const { publicKey } = generateKeyPairSync('ed25519');
	const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
	const part = (bytes: Buffer): Buffer => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(bytes.length);
		return Buffer.concat([length, bytes]);
	};
	const wire = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(raw)]);
	return { type: 'ssh-ed25519', getPublicSSH: () => wire };
}
