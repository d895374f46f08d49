import { libvirtDriver } from '../../../drivers/libvirt/driver';
import type { CreateRequest } from '../../../snapshots/driver';
import type { Target, TargetRef } from '../../../snapshots/model';
import { openSsh } from '../../support/ssh';
import { systemClock } from '../../support/systemClock';
import { startLibvirtSimulator, type SimulatorOptions } from '../../simulators/libvirt';
import { createSnapshot } from '../../simulators/libvirt/model/snapshotCreate';
import type { SystemUnderTestFactory } from '../systemUnderTest';

/** A fresh simulated libvirt host for each test, reached through a real SSH connection on loopback. */
export const libvirtSimulator =
	(options: SimulatorOptions, shape: Pick<CreateRequest, 'memory'>): SystemUnderTestFactory =>
	async () => {
		const simulator = await startLibvirtSimulator({
			vms: [
				{ name: 'web-01', agent: 'alive', tags: ['prod', 'web'] },
				{ name: 'db-01', agent: 'dead' },
				{ name: 'Old "Box"; $(id)', running: false },
			],
			...options,
		});
		const { host } = simulator;
		const login = {
			host: simulator.address,
			port: simulator.port,
			username: simulator.username,
			privateKey: simulator.clientPrivateKey,
			hostKeyFingerprint: simulator.hostKeyFingerprint,
		};
		const driver = libvirtDriver(await openSsh(login, systemClock), {}, systemClock);
		const nameOf = ({ id }: TargetRef): string => domainOf(id).name;
		const domainOf = (uuid: string) => host.find((domain) => domain.uuid === uuid, uuid);
		const target = async (name: string): Promise<Target> => {
			const { uuid: id } = host.vm(name);
			return await driver.readTarget({ level: 'vm', id, name }, new AbortController().signal);
		};
		const unlocks = new Map<string, () => void>();
		return {
			driver,
			level: 'vm',
			targets: {
				runningWithAgent: await target('web-01'),
				runningWithoutAgent: await target('db-01'),
				stopped: await target('Old "Box"; $(id)'),
			},
			request: (overrides) => ({ description: '', quiesce: false, ...shape, ...overrides }),
			lock: async (ref) => {
				unlocks.set(ref.id, host.lock(nameOf(ref), 'remoteDispatchDomainBackupBegin'));
				return { holder: 'remoteDispatchDomainBackupBegin' };
			},
			unlock: async ({ id }) => unlocks.get(id)?.(),
			write: async (ref, text) => host.write(nameOf(ref), text),
			read: async (ref) => host.read(nameOf(ref)),
			memory: {
				write: async (ref, text) => host.writeMemory(nameOf(ref), text),
				read: async (ref) => host.readMemory(nameOf(ref)) ?? '',
			},
			network: async ({ id }) => networkOf(domainOf(id).present),
			stall: async () => {
				for (const name of PROCEDURES) simulator.fault(name, { kind: 'hang' }, Infinity);
			},
			grow: async (count) => {
				for (let number = 1; number <= count; number++) {
					const domain = host.addVm({ name: `more-${number}`, running: false });
					for (const name of ['nightly-1', 'nightly-2']) {
						await createSnapshot(
							host,
							domain,
							`<domainsnapshot><name>${name}</name></domainsnapshot>`,
							0,
						);
					}
				}
			},
			// libvirt's protocol has no bulk call for definitions; its small calls are pipelined over one
			// channel. What must not grow is what costs: connections, channels and processes on the host.
			requests: () => simulator.requests.filter(({ kind }) => kind !== 'rpc').length,
			badName: 'a/b',
			close: async () => {
				await driver.close();
				await simulator.close();
				expect(simulator.injections).toEqual([]);
			},
		};
	};

const PROCEDURES = [
	'connectOpen',
	'connectGetHostname',
	'connectListAllDomains',
	'domainLookupByUUID',
	'domainGetXMLDesc',
	'domainGetState',
	'domainListAllSnapshots',
	'domainSnapshotGetXMLDesc',
	'domainSnapshotCreateXML',
	'domainRevertToSnapshot',
	'domainSnapshotDelete',
];

interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: ReadonlyArray<Element | string>;
}

function networkOf(domain: Element): { connected: boolean; addresses: string[] } {
	const cards = descendants(domain).filter(({ name }) => name === 'interface');
	const parts = (name: string) =>
		cards.flatMap((card) => descendants(card)).filter((one) => one.name === name);
	return {
		connected:
			cards.length > 0 && !parts('link').some(({ attributes }) => attributes.state === 'down'),
		addresses: parts('mac').map(({ attributes }) => attributes.address ?? ''),
	};
}

const descendants = (element: Element): Element[] =>
	element.children.flatMap((child) =>
		typeof child === 'string' ? [] : [child, ...descendants(child)],
	);
