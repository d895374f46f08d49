import { startLibvirtSimulator, type LibvirtSimulator, type SimulatorOptions } from './index';
import { SshTestClient, type RpcTestClient } from './testClient';

/** Starts simulators and clients for one test file and ends them all after each test. */
export class TestBench {
	private readonly ends: (() => void | Promise<void>)[] = [];

	async simulator(options: SimulatorOptions = {}): Promise<LibvirtSimulator> {
		const simulator = await startLibvirtSimulator(options);
		this.ends.unshift(() => simulator.close());
		return simulator;
	}

	async ssh(
		simulator: LibvirtSimulator,
		change?: Parameters<typeof SshTestClient.connect>[1],
	): Promise<SshTestClient> {
		const ssh = await SshTestClient.connect(simulator, change);
		this.ends.unshift(() => ssh.end());
		return ssh;
	}

	async rpc(simulator: LibvirtSimulator): Promise<RpcTestClient> {
		return await (await (await this.ssh(simulator)).forward()).open();
	}

	async cleanUp(): Promise<void> {
		for (const end of this.ends.splice(0)) await end();
	}
}
