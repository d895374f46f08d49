import type { LibvirtSimulator, SimulatorOptions, VmSpec } from './index';
import type { TestBench } from './testBench';
import { u32, type RpcTestClient } from './testClient';

/** Flags of `virDomainRevertToSnapshot` and `virDomainSnapshotCreateXML`. */
export const RUNNING = 1;
export const DISK_ONLY = 16;
export const QUIESCE = 64;

export interface GivenVm {
	readonly simulator: LibvirtSimulator;
	readonly rpc: RpcTestClient;
	readonly domain: Buffer;
}

/** A simulated host with one VM, whose disk holds `before`, and a client that is logged in. */
export async function givenVm(
	bench: TestBench,
	vm: Partial<VmSpec>,
	options: SimulatorOptions = {},
): Promise<GivenVm> {
	const simulator = await bench.simulator({ vms: [{ name: 'vm', ...vm }], ...options });
	simulator.host.write('vm', 'before');
	const rpc = await bench.rpc(simulator);
	return { simulator, rpc, domain: await rpc.domain('vm') };
}

export const stateOf = async (rpc: RpcTestClient, domain: Buffer): Promise<number> =>
	(await rpc.call(212, Buffer.concat([domain, u32(0)]))).readInt32BE(0);
