import { proxmoxDriver } from '../../../drivers/proxmox/driver';
import {
	containerMemory,
	noCloneFromSnapshot,
	vmCapabilities,
} from '../../../drivers/proxmox/capabilities';
import type { Capabilities, LevelCapabilities } from '../../../snapshots/capabilities';
import type { SnapshotDriver } from '../../../snapshots/driver';
import type { Target } from '../../../snapshots/model';
import { ProxmoxSimulator, type ProxmoxOptions } from '../../simulators/proxmox';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

/** VMs and containers share a level, so what only some guests can do is narrowed down for the laws. */
export const CONTAINERS = { kind: 'lxc', features: { memory: containerMemory } } as const;
export const ON_ZFS = {
	kind: 'qemu',
	storages: [{ name: 'local-zfs', driver: 'zfspool' }],
	features: { restoreAsNew: noCloneFromSnapshot },
} as const;

interface Guests extends Pick<ProxmoxOptions, 'storages' | 'generation' | 'durations' | 'quirks'> {
	readonly kind?: 'qemu' | 'lxc';
	/** What these guests can't do, though others of the system can. */
	readonly features?: Partial<LevelCapabilities['features']>;
	readonly login?: 'token' | 'password';
}

const NAMES = ['web-01', 'db-01', 'Old.Box-07'] as const;

/** A certificate takes longer to make than a law to prove, so all share one. */
const certificate = newCertificate({ commonName: 'proxmox.simulator' });

/** A fresh simulated cluster for each test, reached over real HTTPS on loopback. */
export const proxmoxSimulator =
	({
		kind = 'qemu',
		features = {},
		login = 'token',
		...options
	}: Guests = {}): SystemUnderTestFactory =>
	async () => {
		const clock = pollingClock();
		const simulator = await ProxmoxSimulator.start({ clock, certificate, ...options });
		const [withAgent, withoutAgent, stopped] = NAMES;
		simulator.addGuest({ name: withAgent, type: kind, agent: 'running', tags: ['prod', 'web'] });
		simulator.addGuest({ name: withoutAgent, type: kind, agent: 'dead', pool: 'databases' });
		simulator.addGuest({ name: stopped, type: kind, status: 'stopped' });
		const http = await openByAxios({
			system: 'proxmox',
			baseUrl: new URL(simulator.url),
			trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
		});
		const { username, password, tokenId, tokenSecret } = simulator.credentials;
		const driver = narrowed(
			proxmoxDriver(
				http,
				login === 'token' ? { tokenId, tokenSecret } : { username, password },
				clock,
			),
			features,
		);
		const { signal } = new AbortController();
		const target = async (name: string): Promise<Target> => {
			const id = String(simulator.vmidOf(name));
			return await driver.readTarget({ level: 'vm', id, name }, signal);
		};
		const sut: SystemUnderTest = {
			driver,
			level: 'vm',
			...(kind === 'lxc' ? { quiescingAgent: 'none' } : {}),
			clock,
			targets: {
				runningWithAgent: await target(withAgent),
				runningWithoutAgent: await target(withoutAgent),
				stopped: await target(stopped),
			},
			request: (overrides) => ({ description: '', quiesce: false, memory: false, ...overrides }),
			lock: async ({ id }) => {
				simulator.lock(Number(id), 'backup');
				return { holder: 'backup' };
			},
			unlock: async ({ id }) => simulator.unlock(Number(id)),
			write: async ({ id }, text) => simulator.write(Number(id), text),
			read: async ({ id }) => simulator.read(Number(id)),
			memory: {
				write: async ({ id }, text) => simulator.writeMemory(Number(id), text),
				read: async ({ id }) => simulator.readMemory(Number(id)),
			},
			network: async ({ id }) => simulator.network(Number(id)),
			stall: async () => simulator.stall(),
			requests: () => simulator.count(),
			badName: 'no.dots',
			close: async () => {
				await driver.close();
				await simulator.close();
			},
		};
		return sut;
	};

/** The same driver, declaring less. */
function narrowed(
	driver: SnapshotDriver,
	features: Partial<LevelCapabilities['features']>,
): SnapshotDriver {
	const vm = { ...vmCapabilities, features: { ...vmCapabilities.features, ...features } };
	const capabilities: Capabilities = { levels: { vm } };
	return Object.create(driver, { capabilities: { value: capabilities } }) as SnapshotDriver;
}
