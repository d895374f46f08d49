import { openVsphere } from '../../../drivers/vsphere/driver';
import type { CreateRequest, RestoreRequest, SnapshotDriver } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { VsphereSimulator, type VsphereOptions } from '../../simulators/vsphere';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import { rejectionOf } from '../../support/thrownBy';

const certificate = newCertificate({ commonName: 'vsphere.simulator' });

export interface VsphereBench {
	readonly simulator: VsphereSimulator;
	readonly driver: SnapshotDriver;
	/** Ends what people would have waited for. */
	readonly cancel: AbortController;
	/** The simulator's own name of `web-01`. */
	readonly vm: string;
	readonly target: (name?: string) => Promise<Target>;
	readonly take: (request?: Partial<CreateRequest>) => Promise<SystemSnapshot>;
	readonly restore: (
		snapshot: SystemSnapshot,
		request?: Partial<RestoreRequest>,
	) => Promise<Target>;
}

const started: VsphereBench[] = [];

export interface BenchOptions extends VsphereOptions {
	readonly password?: string;
}

/** A simulated vCenter with the running VM `web-01` in it, on a clock that passes as the driver polls. */
export async function vsphereBench(options: BenchOptions = {}): Promise<VsphereBench> {
	const { password, ...given } = options;
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	const simulator = await VsphereSimulator.start({ clock, certificate, ...given });
	const vm = simulator.addVm({ name: 'web-01' });
	const http = await openByAxios({
		system: 'vsphere',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
	});
	const login = { ...simulator.credentials, ...(password === undefined ? {} : { password }) };
	const cancel = new AbortController();
	const { signal } = cancel;
	const driver = await openVsphere(http, login, clock, signal);
	const target = async (name = 'web-01'): Promise<Target> => {
		const id = uuidOf(simulator, name);
		return await driver.readTarget({ level: 'vm', id, name }, signal);
	};
	const bench: VsphereBench = {
		simulator,
		driver,
		cancel,
		vm,
		target,
		take: async (request) =>
			await driver.createSnapshot(await target(), { ...PLAIN, ...request }, signal),
		restore: async (snapshot, request) =>
			await driver.restoreAsNew(await target(), snapshot, { ...COPY, ...request }, signal),
	};
	started.push(bench);
	return bench;
}

export const PLAIN: CreateRequest = {
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
};

const COPY: RestoreRequest = { name: 'copy-01', connectNetwork: false, powerOn: false };

export function uuidOf({ world }: VsphereSimulator, name: string): string {
	const vm = world.vms.find((one) => one.name === name);
	if (vm === undefined) throw new Error(`There is no VM ${name}`);
	return vm.instanceUuid;
}

/** The error of a call that must fail, as one of ours. */
export async function refusalOf(call: Promise<unknown>): Promise<SnapshotError> {
	const error = await rejectionOf(call);
	if (!(error instanceof SnapshotError)) throw error;
	return error;
}

/** A refusal as the wire has it, in words of no language. */
export const soapFault = (type: string, members = ''): string =>
	`<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>Ŵörds of ${type}</faultstring><detail><${type}Fault xmlns="urn:vim25" xsi:type="${type}">${members}</${type}Fault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;

export async function closeBenches(): Promise<void> {
	for (const { driver, simulator } of started.splice(0)) {
		await driver.close();
		await simulator.close();
	}
}
