import { openVsphere } from '../../../drivers/vsphere/driver';
import type { Target, TargetRef } from '../../../snapshots/model';
import { VsphereSimulator, type VsphereOptions } from '../../simulators/vsphere';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

/** The published facts leave some things open: what the default of the simulator is not. */
export const VSPHERE_OTHERWISE: VsphereOptions = {
	pace: 1,
	durations: { queue: 0 },
	quirks: {
		refusals: 'byTask',
		names: 'verbatim',
		quiesceWithoutTools: 'FilesystemQuiesceFault',
		memoryAndQuiesce: 'both',
		suppressedPowerOn: 'suspended',
		lockedRemoval: 'success',
		cookie: 'atOnce',
		emptyResult: 'empty',
		translate: (english) => `(auf Deutsch) ${english.length} Zeichen`,
	},
};

const NAMES = ['web-01', 'db-01', 'Old "Box"; <b>/$(id)'] as const;

/** A certificate takes longer to make than a law to prove, so all share one. */
const certificate = newCertificate({ commonName: 'vsphere.simulator' });

/** A fresh simulated vSphere for each test, reached over real HTTPS on loopback. */
export const vsphereSimulator =
	(
		{ memory }: { readonly memory: boolean },
		options: VsphereOptions = {},
	): SystemUnderTestFactory =>
	async () => {
		const clock = pollingClock();
		const simulator = await VsphereSimulator.start({ clock, certificate, ...options });
		const [withAgent, withoutAgent, stopped] = NAMES;
		simulator.addVm({ name: withAgent });
		simulator.addVm({ name: withoutAgent, tools: 'notRunning' });
		simulator.addVm({ name: stopped, power: 'poweredOff' });
		simulator.addVm({ name: 'golden image', template: true });
		const http = await openByAxios({
			system: 'vsphere',
			baseUrl: new URL(simulator.url),
			trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
		});
		const { signal } = new AbortController();
		const driver = await openVsphere(http, simulator.credentials, clock, signal);
		const vmOf = ({ id }: TargetRef): string => {
			const vm = simulator.world.vms.find(({ instanceUuid }) => instanceUuid === id);
			if (vm === undefined) throw new Error(`There is no VM with the instance UUID ${id}`);
			return vm.ref.value;
		};
		const target = async (name: string): Promise<Target> => {
			const vm = simulator.world.vms.find((one) => one.name === name);
			return await driver.readTarget({ level: 'vm', id: vm?.instanceUuid ?? '', name }, signal);
		};
		let isStalled = false;
		const sut: SystemUnderTest = {
			driver,
			level: 'vm',
			clock,
			targets: {
				runningWithAgent: await target(withAgent),
				runningWithoutAgent: await target(withoutAgent),
				stopped: await target(stopped),
			},
			request: (overrides) => ({ description: '', quiesce: false, memory, ...overrides }),
			lock: async (ref) => ({ holder: simulator.lock(vmOf(ref)).descriptionId }),
			unlock: async (ref) => simulator.unlock(vmOf(ref)),
			write: async (ref, text) => simulator.write(vmOf(ref), text),
			read: async (ref) => simulator.read(vmOf(ref)),
			memory: {
				write: async (ref, text) => simulator.writeMemory(vmOf(ref), text),
				read: async (ref) => simulator.readMemory(vmOf(ref)),
			},
			network: async (ref) => simulator.networkOf(vmOf(ref)),
			stall: async () => {
				isStalled = true;
				simulator.stall();
			},
			grow: async (count) => simulator.grow(count),
			requests: () => simulator.count(),
			badName: ' padded ',
			close: async () => {
				// A server that answers nothing can't be logged out of; its end is the driver's, too.
				if (isStalled) await simulator.close();
				await driver.close();
				if (isStalled) return;
				expect(simulator.openSessions).toBe(0);
				await simulator.close();
			},
		};
		return sut;
	};
