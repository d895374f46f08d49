import { Client, type ClientChannel, type ConnectConfig, type ParsedKey } from 'ssh2';
import type { LibvirtSimulator } from './index';

/** A client of its own for the simulator's tests: it shares no code with the server's codec or any driver. */
export const u32 = (...values: readonly number[]): Buffer => {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, position) => bytes.writeUInt32BE(value >>> 0, position * 4));
	return bytes;
};
export const str = (text: string): Buffer => {
	const bytes = Buffer.from(text);
	return Buffer.concat([u32(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)]);
};
/** Takes a string off the front: what it says, and what follows. */
export const takeString = (bytes: Buffer): [text: string, rest: Buffer] => {
	const length = bytes.readUInt32BE(0);
	const padded = Math.ceil(length / 4) * 4;
	return [bytes.subarray(4, 4 + length).toString(), bytes.subarray(4 + padded)];
};

export interface Reply {
	readonly serial: number;
	readonly failed: boolean;
	readonly payload: Buffer;
}

export class RpcRefusal extends Error {
	constructor(
		readonly code: number,
		message: string,
	) {
		super(message);
	}
}

export class ConnectionLost extends Error {}

const REMOTE = 0x20008086;
export const SOCKET = '/var/run/libvirt/libvirt-sock';

/** One connection to the daemon over any duplex stream. */
export class RpcTestClient {
	private received = Buffer.alloc(0);
	private serial = 0;
	private over: Error | undefined;
	private readonly waiting = new Map<
		number,
		{ resolve: (reply: Reply) => void; reject: (error: Error) => void }
	>();

	constructor(private readonly channel: ClientChannel) {
		channel.on('data', (chunk: Buffer) => this.take(chunk));
		channel.on('close', () => this.fail(new ConnectionLost('the stream closed')));
	}

	/** Resolves to the reply as it is, error or not. */
	async send(procedure: number, body: Buffer = Buffer.alloc(0), program = REMOTE): Promise<Reply> {
		if (this.over !== undefined) throw this.over;
		const serial = ++this.serial;
		const header = u32(28 + body.length, program, 1, procedure, 0, serial, 0);
		const answer = new Promise<Reply>((resolve, reject) =>
			this.waiting.set(serial, { resolve, reject }),
		);
		this.channel.write(Buffer.concat([header, body]));
		return await answer;
	}

	/** The payload of a success; an error reply becomes a refusal. */
	async call(procedure: number, body?: Buffer, program?: number): Promise<Buffer> {
		const { failed, payload } = await this.send(procedure, body, program);
		if (!failed) return payload;
		// code, domain, then an optional message
		throw new RpcRefusal(payload.readInt32BE(0), takeString(payload.subarray(12))[0]);
	}

	async open(): Promise<this> {
		await this.call(66);
		await this.call(1, Buffer.concat([u32(1), str('qemu:///system'), u32(0)]));
		return this;
	}

	/** The domain's own encoding, to be handed to further calls. */
	async domain(name: string): Promise<Buffer> {
		return await this.call(23, str(name));
	}

	async snapshot(domain: Buffer, name: string, flags = 0, inner = ''): Promise<void> {
		const xml = `<domainsnapshot><name>${name}</name>${inner}</domainsnapshot>`;
		await this.call(185, Buffer.concat([domain, str(xml), u32(flags)]));
	}

	async revert(domain: Buffer, name: string, flags = 0): Promise<void> {
		await this.call(192, Buffer.concat([str(name), domain, u32(flags)]));
	}

	async remove(domain: Buffer, name: string, flags = 0): Promise<void> {
		await this.call(193, Buffer.concat([str(name), domain, u32(flags)]));
	}

	async snapshotXml(domain: Buffer, name: string): Promise<string> {
		return takeString(await this.call(186, Buffer.concat([str(name), domain, u32(0)])))[0];
	}

	async domainXml(domain: Buffer, flags = 0): Promise<string> {
		return takeString(await this.call(14, Buffer.concat([domain, u32(flags)])))[0];
	}

	async snapshotNames(domain: Buffer, flags = 0): Promise<string[]> {
		let rest = await this.call(274, Buffer.concat([domain, u32(1, flags)]));
		const names: string[] = [];
		const count = rest.readUInt32BE(0);
		rest = rest.subarray(4);
		for (let index = 0; index < count; index += 1) {
			const [name, behindName] = takeString(rest);
			const [, behindDomain] = takeString(behindName);
			names.push(name);
			rest = behindDomain.subarray(16 + 4);
		}
		return names;
	}

	private take(chunk: Buffer): void {
		this.received = Buffer.concat([this.received, chunk]);
		while (this.received.length >= 28 && this.received.length >= this.received.readUInt32BE(0)) {
			const length = this.received.readUInt32BE(0);
			const serial = this.received.readUInt32BE(20);
			const failed = this.received.readUInt32BE(24) === 1;
			const payload = Buffer.from(this.received.subarray(28, length));
			this.received = this.received.subarray(length);
			this.waiting.get(serial)?.resolve({ serial, failed, payload });
			this.waiting.delete(serial);
		}
	}

	private fail(error: Error): void {
		this.over = error;
		for (const { reject } of this.waiting.values()) reject(error);
		this.waiting.clear();
	}
}

export interface ExecResult {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** One SSH connection. */
export class SshTestClient {
	/** Fingerprinted keys that the server has proved, or an empty list; pending while it says nothing. */
	readonly hostKeys: Promise<ParsedKey[]>;

	private constructor(readonly client: Client) {
		this.hostKeys = new Promise((resolve) => client.once('hostkeys', resolve));
		// Losing the connection is part of some tests; what was waiting hears it from its own stream.
		client.on('error', () => undefined);
	}

	static async connect(
		simulator: LibvirtSimulator,
		change: Partial<ConnectConfig> = {},
	): Promise<SshTestClient> {
		const made = new SshTestClient(new Client());
		await new Promise<void>((resolve, reject) => {
			made.client.once('ready', resolve).once('error', reject).once('close', reject);
			made.client.connect({
				host: simulator.address,
				port: simulator.port,
				username: simulator.username,
				privateKey: simulator.clientPrivateKey,
				...change,
			});
		});
		made.client.setNoDelay(true);
		return made;
	}

	async forward(path = SOCKET): Promise<RpcTestClient> {
		return await new Promise((resolve, reject) =>
			this.client.openssh_forwardOutStreamLocal(path, (error, channel) =>
				error === undefined ? resolve(new RpcTestClient(channel)) : reject(error),
			),
		);
	}

	async stream(command: string): Promise<ClientChannel> {
		return await new Promise((resolve, reject) =>
			this.client.exec(command, (error, channel) =>
				error === undefined ? resolve(channel) : reject(error),
			),
		);
	}

	/** Listens from within the callback: a quick server's whole answer may come in one packet. */
	async exec(command: string): Promise<ExecResult> {
		return await new Promise((resolve, reject) => {
			this.client.exec(command, (error, channel) => {
				if (error !== undefined) return reject(error);
				let stdout = '';
				let stderr = '';
				let code: number | null | undefined;
				channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
				channel.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
				channel.on('exit', (exitCode: number | null) => (code = exitCode));
				channel.on('close', () =>
					code === undefined
						? reject(new ConnectionLost('no exit code'))
						: resolve({ code, stdout, stderr }),
				);
			});
		});
	}

	end(): void {
		this.client.end();
	}
}
