import { vprotectDriver } from '../../../drivers/vprotect/driver';
import type { SshPort } from '../../../drivers/transports/ssh';
import type { Target } from '../../../snapshots/model';
import { VprotectSimulator, type VprotectOptions } from '../../simulators/vprotect';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import { openSsh } from '../../support/ssh';
import { systemClock } from '../../support/systemClock';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

const NAMES = ['web-01', 'db-01', 'Old "Box"; $(id)'] as const;

/** A certificate takes longer to make than a law to prove, so all share one. */
const certificate = newCertificate({ commonName: 'vprotect.simulator' });

/** A fresh simulated vProtect for each test, reached over real HTTPS on loopback. */
export const vprotectSimulator =
	(by: 'api' | 'apiAndSsh', options: VprotectOptions = {}): SystemUnderTestFactory =>
	async () => {
		const clock = pollingClock();
		const simulator = await VprotectSimulator.start({ clock, certificate, ...options });
		furnish(simulator);
		const http = await openByAxios({
			system: 'vprotect',
			baseUrl: new URL(simulator.url),
			trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
		});
		const ssh = by === 'api' ? undefined : await sshTo(simulator);
		const driver = vprotectDriver(http, simulator.credentials, clock, ssh);
		const { signal } = new AbortController();
		const target = async (name: string): Promise<Target> => {
			const id = simulator.guidOf('vm', name);
			return await driver.readTarget({ level: 'vm', id, name }, signal);
		};
		const [withAgent, withoutAgent, stopped] = NAMES;
		const locks = new Map<string, () => void>();
		const sut: SystemUnderTest = {
			driver,
			level: 'vm',
			lineage: 'none',
			version: 'untold',
			clock,
			targets: {
				runningWithAgent: await target(withAgent),
				runningWithoutAgent: await target(withoutAgent),
				stopped: await target(stopped),
			},
			request: (overrides) => ({ description: '', quiesce: false, memory: false, ...overrides }),
			lock: async ({ id }) => {
				const task = beginRemoval(simulator, id);
				locks.set(id, () => simulator.world.queue.cancel(task));
				return { holder: task.type };
			},
			unlock: async ({ id }) => locks.get(id)?.(),
			write: async ({ id }, text) => simulator.write(id, text),
			read: async ({ id }) => simulator.read(id),
			stall: async () => simulator.stall(),
			requests: () => simulator.count(),
			close: async () => {
				await driver.close();
				expect(simulator.ssh.injections).toEqual([]);
				await simulator.close();
			},
		};
		return sut;
	};

function furnish(simulator: VprotectSimulator): void {
	simulator.addPolicy({ name: 'Daily' });
	const [withAgent, withoutAgent, stopped] = NAMES;
	simulator.addVm({ name: withAgent, tags: ['prod', 'web'], policy: 'Daily' });
	simulator.addVm({ name: withoutAgent, policy: 'Daily' });
	simulator.addVm({ name: stopped, policy: 'Daily', power: 'stopped' });
}

/** Its login waits for real packets, so by the real clock. */
async function sshTo({ ssh }: VprotectSimulator): Promise<SshPort> {
	const { address: host, port, username, clientPrivateKey: privateKey, hostKeyFingerprint } = ssh;
	const login = { host, port, username, privateKey, hostKeyFingerprint };
	return await openSsh(login, systemClock, new AbortController().signal, 'vprotect');
}

/** The daily clean-up has come to this VM, and takes its time. */
function beginRemoval({ world }: VprotectSimulator, guid: string) {
	const { queue } = world;
	queue.neverEnding = true;
	const task = queue.add({
		type: 'OLD_SNAPSHOTS_REMOVAL',
		priority: 50,
		vm: world.vms.get(guid) ?? null,
		rule: null,
		schedule: null,
		snapshot: null,
		windowEnd: null,
		retries: 0,
	});
	world.settle();
	queue.neverEnding = false;
	return task;
}
