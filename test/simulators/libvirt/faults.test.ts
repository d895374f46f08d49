import { TestBench } from './testBench';
import { ConnectionLost, type RpcTestClient } from './testClient';
import type { LibvirtSimulator } from './index';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function given(): Promise<{
	simulator: LibvirtSimulator;
	rpc: RpcTestClient;
	domain: Buffer;
	taken: () => string[];
}> {
	const simulator = await bench.simulator({ vms: [{ name: 'vm' }] });
	const rpc = await bench.rpc(simulator);
	const taken = (): string[] => [...simulator.host.vm('vm').snapshots.keys()];
	return { simulator, rpc, domain: await rpc.domain('vm'), taken };
}

describe('a fault', () => {
	it('can lose the connection before the work', async () => {
		const { simulator, rpc, domain, taken } = await given();
		simulator.fault('domainSnapshotCreateXML', { kind: 'dropBefore' });
		await expect(rpc.snapshot(domain, 's')).rejects.toBeInstanceOf(ConnectionLost);
		expect(taken()).toEqual([]);
	});

	it('can lose the answer after the work', async () => {
		const { simulator, rpc, domain, taken } = await given();
		simulator.fault('domainSnapshotCreateXML', { kind: 'dropAfter' });
		await expect(rpc.snapshot(domain, 's')).rejects.toBeInstanceOf(ConnectionLost);
		expect(taken()).toEqual(['s']);
	});

	it('can cut the answer off', async () => {
		const { simulator, rpc, domain, taken } = await given();
		simulator.fault('domainSnapshotCreateXML', { kind: 'truncated' });
		await expect(rpc.snapshot(domain, 's')).rejects.toBeInstanceOf(ConnectionLost);
		expect(taken()).toEqual(['s']);
	});

	it('can be any error, for as many calls as told', async () => {
		const { simulator, rpc, domain, taken } = await given();
		simulator.fault('domainSnapshotCreateXML', { kind: 'error', code: 1, message: 'no luck' }, 2);
		for (let times = 0; times < 2; times += 1) {
			await expect(rpc.snapshot(domain, 's')).rejects.toMatchObject({
				code: 1,
				message: 'no luck',
			});
		}
		await rpc.snapshot(domain, 's');
		expect(taken()).toEqual(['s']);
	});

	it('can hold an answer back while others pass', async () => {
		const { simulator, rpc, domain } = await given();
		simulator.fault('domainSnapshotCreateXML', { kind: 'hang' });
		let answered = false;
		rpc.snapshot(domain, 's').then(
			() => (answered = true),
			() => undefined,
		);
		await rpc.call(59);
		await rpc.call(59);
		expect(answered).toBe(false);
	});

	it('can refuse logins, forwarding and commands', async () => {
		const { simulator } = await given();
		simulator.fault('login', { kind: 'refuse' });
		await expect(bench.ssh(simulator)).rejects.toThrow('authentication');
		const ssh = await bench.ssh(simulator);
		simulator.fault('forward', { kind: 'refuse' });
		await expect(ssh.forward()).rejects.toThrow('open failure');
		simulator.fault('qemu-img info', { kind: 'exit', code: 3, stderr: 'made up' });
		expect(await ssh.exec('qemu-img info /x')).toEqual({
			code: 3,
			stdout: '',
			stderr: 'made up\n',
		});
		simulator.fault('exec', { kind: 'dropBefore' });
		await expect(ssh.exec('true')).rejects.toThrow();
	});
});

describe('the record', () => {
	it('names each request with what it was about', async () => {
		const { simulator, rpc, domain } = await given();
		simulator.clearRequests();
		await rpc.snapshot(domain, 's');
		await (await bench.ssh(simulator)).exec('LC_ALL=C qemu-img --version');
		expect(simulator.requests).toEqual([
			{ kind: 'rpc', name: 'domainSnapshotCreateXML', detail: 'vm' },
			{ kind: 'ssh', name: 'login', detail: 'admin' },
			{ kind: 'ssh', name: 'exec', detail: 'LC_ALL=C qemu-img --version' },
			{ kind: 'shell', name: 'qemu-img', detail: 'qemu-img --version' },
		]);
		expect(simulator.count('domainSnapshotCreateXML')).toBe(1);
	});

	it('sees that a client has hung up', async () => {
		const { simulator } = await given();
		expect(simulator.openConnections).toBe(1);
		simulator.dropConnections();
		const ssh = await bench.ssh(simulator);
		await ssh.exec('true');
		expect(simulator.openConnections).toBe(1);
	});
});
