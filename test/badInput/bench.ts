import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import { toNodeError } from '../../nodes/shared/nodeErrors';
import { libvirt } from '../../nodes/shared/systems/libvirt';
import type { Transports } from '../../nodes/shared/systems/system';
import type { Connection } from '../../snapshots/connection';
import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { findTarget } from '../../snapshots/operations/findTarget';
import { comeToRest, manualClock, type ManualClock } from '../support/clock';
import { startLibvirtSimulator, type LibvirtSimulator } from '../simulators/libvirt';
import type { SimulatorOptions } from '../simulators/libvirt';
import { createSnapshot as takeSnapshot } from '../simulators/libvirt/model/snapshotCreate';
import { n8nPool } from './n8nPool';

const NODE: INode = {
	id: '1',
	name: 'Snapshot',
	type: 'n8n-nodes-vm-snapshots.createSnapshot',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What a person reads in n8n when a run fails. */
export interface Shown {
	readonly code: string;
	readonly message: string;
	readonly description: string;
}

export interface OpenHost {
	readonly simulator: LibvirtSimulator;
	readonly on: Connection;
	readonly clock: ManualClock;
	readonly cancel: AbortController;
	readonly vm: (name: string) => Promise<Target>;
}

export type CredentialChange = Readonly<Record<string, unknown>>;

/** Simulated hosts and the ways to them, all ended after each test. No test leaks a secret or injects. */
export class BadInputBench {
	private readonly simulators: LibvirtSimulator[] = [];
	private readonly opened: Connection[] = [];
	private readonly pool = n8nPool();
	private readonly secrets = new Set<string>();

	async host(options: SimulatorOptions = {}): Promise<LibvirtSimulator> {
		const simulator = await startLibvirtSimulator({ libvirtVersion: '9.0.0', ...options });
		this.simulators.push(simulator);
		return simulator;
	}

	private transports(): Transports {
		const httpRequest = async () => {
			throw new Error('This system is reached by SSH alone');
		};
		return Object.assign(this.pool, { httpRequest });
	}

	/** Logs in as a node does, with the credential as n8n stores it. */
	async login(
		simulator: LibvirtSimulator,
		change: CredentialChange = {},
		clock = manualClock(new Date()),
	): Promise<OpenHost> {
		const credential = { ...credentialFor(simulator), ...change };
		for (const name of ['password', 'privateKey', 'passphrase'] as const) {
			if (credential[name] !== '') this.keepSecret(String(credential[name]));
		}
		const cancel = new AbortController();
		const { signal } = cancel;
		const driver = await libvirt.open(this.transports(), credential, clock, signal);
		const on = { driver, clock, signal, random: () => 0.5 };
		this.opened.push(on);
		const vm = async (name: string): Promise<Target> =>
			await findTarget(on, { level: 'vm', by: 'name', value: name }, signal);
		return { simulator, on, clock, cancel, vm };
	}

	async given(options: SimulatorOptions): Promise<OpenHost> {
		return await this.login(await this.host(options));
	}

	/** How n8n shows the failure of this work. */
	async shown(work: Promise<unknown>): Promise<Shown> {
		const error = await work.then(
			() => Promise.reject(new Error('Nothing failed')),
			(failure: unknown) => failure,
		);
		if (!(error instanceof SnapshotError)) throw error;
		const shown = toNodeError(NODE, error, 0);
		this.assertNoSecret(error, shown);
		return { code: error.code, message: shown.message, description: shown.description ?? '' };
	}

	async cleanUp(): Promise<void> {
		await Promise.all(this.opened.splice(0).map(async ({ driver }) => await driver.close()));
		this.pool.end();
		const injections = this.simulators.flatMap((simulator) => simulator.injections);
		await Promise.all(this.simulators.splice(0).map(async (simulator) => await simulator.close()));
		expect(injections).toEqual([]);
	}

	/** A key counts as told by any of its lines. */
	private keepSecret(text: string): void {
		for (const line of text.split('\n')) {
			if (line !== '' && !line.startsWith('-----')) this.secrets.add(line);
		}
	}

	/** Neither in what is shown, nor in anything that hangs on it and may be logged or stored. */
	private assertNoSecret(...errors: readonly Error[]): void {
		const told = errors.flatMap((error) => [
			...[error.message, JSON.stringify(error)],
			inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity }),
		]);
		for (const secret of this.secrets) expect(told.join('\n')).not.toContain(secret);
	}
}

const credentialFor = (simulator: LibvirtSimulator) => ({
	host: simulator.address,
	port: simulator.port,
	username: simulator.username,
	authentication: 'privateKey',
	privateKey: simulator.clientPrivateKey,
	passphrase: '',
	password: '',
	acceptLateHostCheck: false,
	hostFingerprint: simulator.hostKeyFingerprint,
	useSudo: false,
	socketPath: '',
});

/**
 * Lets time pass while somebody sleeps beyond the `resting` ones (deadlines, the pool's reminder), who are
 * always asleep. Answers on their way over the socket come first, in real time.
 */
export async function passingTime<T>(
	clock: ManualClock,
	resting: number,
	work: Promise<T>,
): Promise<T> {
	let done = false;
	const ended = () => (done = true);
	work.then(ended, ended);
	while (!done) {
		if (clock.sleepers() > resting) await clock.advance(1_000);
		else await comeToRest();
	}
	return await work;
}

/** Everything there is on the host, to be compared with what there was before. */
export const stateOf = ({ host }: LibvirtSimulator): string =>
	inspect(
		{
			domains: host.domains.map(({ agentAlive: _alive, job: _job, ...domain }) => domain),
			files: [...host.images.files.values()],
		},
		{ depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity },
	);

/** Lets the host come to a point, in real time. */
export async function until(reached: () => boolean): Promise<void> {
	while (!reached()) await comeToRest();
}

/** As somebody else takes it: without our mark. */
export async function foreignSnapshot(
	{ host }: LibvirtSimulator,
	vm: string,
	name: string,
	flags: 0 | 16 = 0,
): Promise<void> {
	const xml = `<domainsnapshot><name>${name}</name></domainsnapshot>`;
	await takeSnapshot(host, host.vm(vm), xml, flags);
}
