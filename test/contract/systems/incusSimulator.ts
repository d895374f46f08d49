import { incusCapabilities, noContainerMemory } from '../../../drivers/incus/capabilities';
import { incusDriver } from '../../../drivers/incus/driver';
import { readLogin } from '../../../drivers/incus/readLogin';
import type { Capabilities } from '../../../snapshots/capabilities';
import type { SnapshotDriver } from '../../../snapshots/driver';
import type { Target, TargetRef } from '../../../snapshots/model';
import { IncusSimulator, type IncusOptions } from '../../simulators/incus';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

interface Incus extends Pick<
	IncusOptions,
	'flavour' | 'generation' | 'driver' | 'durations' | 'pace' | 'quirks'
> {
	/** Default: virtual machines that can keep their memory. */
	readonly kind?: 'container' | 'virtual-machine' | 'volume';
	/** Where they are, and all that the credential lists. Absent: in the default one, and all are listed. */
	readonly project?: string;
	readonly proof?: 'certificate' | 'signedToken';
}

const NAMES = ['web-01', 'db-01', 'Old-Box-07'] as const;
const POOL = 'local';

/** Certificates take longer to make than a law to prove, so all share them. */
const certificate = newCertificate({ commonName: 'incus.simulator' });
const identity = newCertificate({ commonName: 'n8n', purpose: 'client' });

/** A fresh simulated server for each test, reached over real HTTPS on loopback. */
export const incusSimulator =
	({
		kind = 'virtual-machine',
		project,
		proof = 'certificate',
		...options
	}: Incus = {}): SystemUnderTestFactory =>
	async () => {
		const clock = pollingClock();
		const simulator = await IncusSimulator.start({ clock, certificate, identity, ...options });
		const home = project ?? 'default';
		furnish(simulator, kind, home);
		const { login, identity: shown } = readLogin({
			by: proof,
			certificate: identity.certificatePem,
			key: identity.keyPem,
			passphrase: '',
		});
		const http = await openByAxios({
			system: 'incus',
			baseUrl: new URL(simulator.url),
			trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
			identity: shown,
		});
		const made = incusDriver(http, { login, project }, clock);
		const driver = kind === 'container' ? withoutMemory(made) : made;
		const level = kind === 'volume' ? 'volume' : 'vm';
		const { signal } = new AbortController();
		const target = async (name: string): Promise<Target> => {
			const id = level === 'volume' ? `${home}/${POOL}/${name}` : `${home}/${name}`;
			return await driver.readTarget({ level, id, name }, signal);
		};
		const [first, second, third] = NAMES;
		const sut: SystemUnderTest = {
			driver,
			level,
			lineage: 'none',
			clock,
			targets: {
				runningWithAgent: await target(first),
				runningWithoutAgent: await target(second),
				stopped: await target(third),
			},
			request: (overrides) => ({ description: '', quiesce: false, memory: false, ...overrides }),
			...(kind === 'volume' ? volumeHands(simulator) : instanceHands(simulator)),
			// The simulator lists no volumes with their snapshots in one answer, as newer Incus does.
			...(project === undefined && kind !== 'volume'
				? { grow: async (count) => simulator.grow(count) }
				: {}),
			stall: async () => simulator.stall(),
			requests: () => simulator.count(),
			badName: 'not/this',
			close: async () => {
				await driver.close();
				await simulator.close();
			},
		};
		return sut;
	};

function furnish(
	simulator: IncusSimulator,
	kind: NonNullable<Incus['kind']>,
	project: string,
): void {
	const [first, second, third] = NAMES;
	if (project !== 'default') {
		simulator.addProject({ name: project });
		simulator.addInstance({ name: 'not-ours', type: 'container' });
		simulator.addVolume({ name: 'not-ours' });
	}
	if (kind === 'volume') {
		for (const name of NAMES) simulator.addVolume({ name, project });
		return;
	}
	const common = { type: kind, project, stateful: kind === 'virtual-machine' };
	const config = { 'user.stage': 'prod', 'user.user-data': '#cloud-config' };
	simulator.addInstance({ ...common, name: first, config });
	simulator.addInstance({ ...common, name: second });
	simulator.addInstance({ ...common, name: third, status: 'Stopped' });
}

type Hands = Pick<SystemUnderTest, 'lock' | 'unlock' | 'write' | 'read' | 'memory' | 'network'>;

function instanceHands(simulator: IncusSimulator): Hands {
	const ref = ({ id }: TargetRef) => {
		const [project = '', name = ''] = id.split('/');
		return { project, name };
	};
	return {
		lock: async (target) => {
			simulator.busy(ref(target), 'migrate');
			return { holder: 'migrate' };
		},
		unlock: async (target) => simulator.free(ref(target)),
		write: async (target, text) => simulator.write(ref(target), text),
		read: async (target) => simulator.read(ref(target)),
		memory: {
			write: async (target, text) => simulator.writeMemory(ref(target), text),
			read: async (target) => simulator.readMemory(ref(target)),
		},
		network: async (target) => simulator.network(ref(target)),
	};
}

function volumeHands(simulator: IncusSimulator): Hands {
	const ref = ({ id }: TargetRef) => {
		const [project = '', pool = '', name = ''] = id.split('/');
		return { project, pool, name };
	};
	return {
		lock: async (target) => {
			simulator.busyVolume(ref(target));
			return {};
		},
		unlock: async (target) => simulator.freeVolume(ref(target)),
		write: async (target, text) => simulator.writeVolume(ref(target), text),
		read: async (target) => simulator.readVolume(ref(target)),
	};
}

/** Containers and virtual machines share a level, so what only the latter can do is left out for the laws. */
function withoutMemory(driver: SnapshotDriver): SnapshotDriver {
	const { vm, ...others } = incusCapabilities.levels;
	if (vm === undefined) throw new Error('Incus has instances');
	const features = { ...vm.features, memory: noContainerMemory };
	const capabilities: Capabilities = { levels: { vm: { ...vm, features }, ...others } };
	return Object.create(driver, { capabilities: { value: capabilities } }) as SnapshotDriver;
}
