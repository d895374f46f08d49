import { abortable } from '../abortable';
import type { SshPort } from '../transports/ssh';
import { connectLibvirt, type LibvirtOptions, type LibvirtSession } from './connect';
import type { LibvirtHost } from './host';
import { ConnectionFailure } from './rpc/failure';
import { HostFiles } from './hostFiles';

interface OpenHost extends LibvirtHost {
	readonly session: LibvirtSession;
}

/** Opens libvirt at first use, shares it among all calls, and opens it again after it broke. */
export class LibvirtConnector {
	private opening: Promise<OpenHost> | undefined;
	private readonly closing = new AbortController();

	private readonly unfinished = new Set<Promise<unknown>>();

	constructor(
		private readonly ssh: SshPort,
		private readonly options: LibvirtOptions,
	) {}

	/** The host's address, for messages. */
	get address(): string {
		return this.ssh.address;
	}

	async host(signal: AbortSignal): Promise<LibvirtHost> {
		// Shared, so no single caller's signal may end it.
		this.opening ??= this.open();
		const host = await abortable(signal, this.opening);
		if (host.session.connection.isOpen) return host;
		this.opening = undefined;
		return await this.host(signal);
	}

	/** What must reach its end, as tidying up must, does so first. */
	async close(): Promise<void> {
		await Promise.allSettled(this.unfinished);
		this.closing.abort(new ConnectionFailure('closed', 'it was closed'));
		const [opened] = await Promise.allSettled([this.opening]);
		if (opened.status === 'fulfilled') opened.value?.session.connection.close();
		await this.ssh.close();
	}

	private readonly finish = async <T>(work: Promise<T>): Promise<T> => {
		this.unfinished.add(work);
		try {
			return await work;
		} finally {
			this.unfinished.delete(work);
		}
	};

	private async open(): Promise<OpenHost> {
		try {
			const session = await connectLibvirt(this.ssh, this.options, this.closing.signal);
			const libVersion = await session.client.libVersion(this.closing.signal);
			const files = new HostFiles(this.ssh, this.options.useSudo === true);
			return { client: session.client, files, libVersion, session, finish: this.finish };
		} catch (error) {
			this.opening = undefined; // the next call may have better luck
			throw error;
		}
	}
}
