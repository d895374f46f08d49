import {
	fingerprintOf,
	newKey,
	parsePrivateKey,
	type HostKeyAnnouncement,
} from '../../support/sshHostKeys';
import { FaultsAndRequests, type Fault, type SimulatorRequest } from './faults';
import type { VmSpec } from './model/definition';
import { LibvirtHost, type Durations } from './model/host';
import { LibvirtVersion } from './model/version';
import type { Polkit } from './rpc/session';
import { Shell } from './shell/run';
import type { ShellSettings } from './shell/result';
import { libvirtSshServer } from './sshServer';

export interface SimulatorOptions {
	/** Default 0: any free one. */
	readonly port?: number;
	readonly username?: string;
	/** null: password login is off. */
	readonly password?: string | null;
	/** Private keys in OpenSSH's format; made anew where they are missing. */
	readonly clientKey?: string;
	readonly hostKey?: string;
	readonly hostKeyAnnouncement?: HostKeyAnnouncement;
	readonly forwarding?: 'allowed' | 'forbidden';
	/** Default `libvirt-sock`; `virtqemud-sock` where the modular daemons run alone. */
	readonly socketName?: string;
	readonly polkit?: Polkit;
	/** Default 10.10.0. See `LibvirtVersion` for what changes. */
	readonly libvirtVersion?: string;
	readonly hostname?: string;
	readonly imageFolder?: string;
	readonly shell?: Partial<ShellSettings>;
	readonly vms?: readonly VmSpec[];
	/** Time, injected: the default clock is the real one, the default sleep does not wait. */
	readonly now?: () => Date;
	readonly sleep?: (milliseconds: number) => Promise<void>;
	readonly durations?: Durations;
}

export interface LibvirtSimulator {
	readonly address: string;
	readonly port: number;
	readonly username: string;
	readonly password: string;
	/** OpenSSH format, without a passphrase. */
	readonly clientPrivateKey: string;
	readonly hostPrivateKey: string;
	/** `SHA256:…` as `ssh-keygen -l` prints it. */
	readonly hostKeyFingerprint: string;
	/** The model behind the wire: read and change it as the world outside would. */
	readonly host: LibvirtHost;
	readonly requests: readonly SimulatorRequest[];
	/** Each time a client made the shell do more than run the plain commands it knows. Must stay empty. */
	readonly injections: readonly string[];
	readonly openConnections: number;
	/** How often a request of this name came in. */
	count(requestName: string): number;
	/** Lets the next requests of this name fail: a procedure, a program, `login`, `forward` or `exec`. */
	fault(on: string, fault: Fault, times?: number): void;
	clearFaults(): void;
	/** Forgets the requests so far. */
	clearRequests(): void;
	dropConnections(): void;
	close(): Promise<void>;
}

const GIBIBYTE = 1024 ** 3;

/** Starts a libvirt host on loopback: SSH, the daemon's RPC behind it, and a shell over virtual disks. */
export async function startLibvirtSimulator(
	options: SimulatorOptions = {},
): Promise<LibvirtSimulator> {
	const faults = new FaultsAndRequests();
	const host = new LibvirtHost({
		hostname: options.hostname ?? 'kvm-01',
		version: new LibvirtVersion(options.libvirtVersion ?? '10.10.0'),
		now: options.now ?? (() => new Date()),
		sleep: options.sleep ?? (() => Promise.resolve()),
		durations: options.durations ?? {},
		imageFolder: options.imageFolder ?? '/var/lib/libvirt/images',
	});
	for (const vm of options.vms ?? []) host.addVm(vm);

	const clientPrivateKey = options.clientKey ?? newKey().private;
	const hostPrivateKey = options.hostKey ?? newKey().private;
	const hostKey = parsePrivateKey(hostPrivateKey);
	const username = options.username ?? 'admin';
	const password = options.password === undefined ? 'secret-of-the-simulator' : options.password;
	const socketName = options.socketName ?? 'libvirt-sock';
	const shell = new Shell(host, faults, {
		sudo: 'passwordNeeded',
		imageAccess: 'full',
		missingPrograms: [],
		freeBytes: 100 * GIBIBYTE,
		sockets: ['/var/run', '/run'].map((folder) => `${folder}/libvirt/${socketName}`),
		...options.shell,
	});
	const server = libvirtSshServer(host, shell, faults, {
		username,
		password: password ?? undefined,
		clientKey: parsePrivateKey(clientPrivateKey),
		hostKey,
		hostPrivateKey,
		announcement: options.hostKeyAnnouncement ?? 'prove',
		forwarding: options.forwarding ?? 'allowed',
		socketName,
		polkit: options.polkit ?? 'none',
	});
	const port = await server.listen(options.port ?? 0);

	return {
		address: '127.0.0.1',
		port,
		username,
		password: password ?? '',
		clientPrivateKey,
		hostPrivateKey,
		hostKeyFingerprint: fingerprintOf(hostKey),
		host,
		requests: faults.requests,
		injections: host.injections,
		get openConnections() {
			return server.openConnections;
		},
		count: (name) => faults.count(name),
		fault: (on, fault, times) => faults.inject(on, fault, times),
		clearFaults: () => faults.clear(),
		clearRequests: () => void faults.requests.splice(0),
		dropConnections: () => server.dropAll(),
		close: () => server.close(),
	};
}
