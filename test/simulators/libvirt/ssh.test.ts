import { createHash } from 'node:crypto';
import { newKey, parsePrivateKey } from '../../support/sshHostKeys';
import { TestBench } from './testBench';
import { RpcTestClient, u32 } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const sha256 = (key: { getPublicSSH(): Buffer }): string =>
	`SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;

describe('login', () => {
	it('lets in who holds the key or knows the password', async () => {
		const simulator = await bench.simulator();
		await bench.ssh(simulator);
		await bench.ssh(simulator, { privateKey: undefined, password: simulator.password });
		expect(simulator.count('login')).toBe(2);
	});

	it.each([
		['a foreign key', { privateKey: newKey().private }],
		['a wrong password', { privateKey: undefined, password: 'wrong' }],
		['an unknown user', { username: 'somebody' }],
	])('refuses %s', async (_what, change) => {
		const simulator = await bench.simulator();
		await expect(bench.ssh(simulator, change)).rejects.toThrow(
			'All configured authentication methods failed',
		);
	});

	it('refuses every password where password login is off', async () => {
		const simulator = await bench.simulator({ password: null });
		await expect(bench.ssh(simulator, { privateKey: undefined, password: '' })).rejects.toThrow();
	});
});

describe('host key', () => {
	it('is announced after login and proved for this very session', async () => {
		const simulator = await bench.simulator();
		const ssh = await bench.ssh(simulator);
		const [key, ...others] = await ssh.hostKeys;
		expect(others).toEqual([]);
		expect(key && sha256(key)).toBe(simulator.hostKeyFingerprint);
	});

	it('is the one that the key exchange used', async () => {
		const simulator = await bench.simulator();
		let seen = '';
		await bench.ssh(simulator, {
			hostVerifier: (key: Buffer) => {
				seen = sha256({ getPublicSSH: () => key });
				return true;
			},
		});
		expect(seen).toBe(simulator.hostKeyFingerprint);
	});

	it('can be given, so that it stays the same after a restart', async () => {
		const hostKey = newKey().private;
		const one = await bench.simulator({ hostKey });
		const other = await bench.simulator({ hostKey });
		expect(one.hostKeyFingerprint).toBe(other.hostKeyFingerprint);
	});

	it('made anew can always be read again', () => {
		const keys = Array.from({ length: 1000 }, () => parsePrivateKey(newKey().private));
		const text = Buffer.from('signed');
		expect(keys.every((key) => key.verify(text, key.sign(text)) === true)).toBe(true);
	});

	it('stays unproved when the server signs with another key', async () => {
		const simulator = await bench.simulator({ hostKeyAnnouncement: 'falseProof' });
		const ssh = await bench.ssh(simulator);
		await expect(ssh.hostKeys).resolves.toEqual([]);
	});

	it('is not mentioned when announcements are off, and commands work all the same', async () => {
		const simulator = await bench.simulator({ hostKeyAnnouncement: 'silent' });
		const ssh = await bench.ssh(simulator);
		let announced = false;
		ssh.client.on('hostkeys', () => (announced = true));
		expect((await ssh.exec('hostname')).stdout).toBe('kvm-01\n');
		expect(announced).toBe(false);
	});

	it('does not disturb requests that come after the proof', async () => {
		const simulator = await bench.simulator();
		const ssh = await bench.ssh(simulator);
		await ssh.hostKeys;
		await expect(ssh.exec('echo still here')).resolves.toMatchObject({ code: 0 });
	});
});

describe('ways to the daemon', () => {
	it('forwards to the daemon’s socket and to no other path', async () => {
		const simulator = await bench.simulator({ socketName: 'virtqemud-sock' });
		const ssh = await bench.ssh(simulator);
		await (await ssh.forward('/run/libvirt/virtqemud-sock')).open();
		await expect(ssh.forward('/var/run/libvirt/libvirt-sock')).rejects.toMatchObject({ reason: 2 });
		await expect(ssh.forward('/etc/passwd')).rejects.toMatchObject({ reason: 2 });
	});

	it('refuses forwarding where it is forbidden, but serves the helper programs', async () => {
		const simulator = await bench.simulator({ forwarding: 'forbidden' });
		const ssh = await bench.ssh(simulator);
		await expect(ssh.forward()).rejects.toMatchObject({ reason: 1 });
		for (const command of [
			"virt-ssh-helper 'qemu:///system'",
			'nc -U /var/run/libvirt/libvirt-sock',
		]) {
			const rpc = await new RpcTestClient(await ssh.stream(command)).open();
			const version = await rpc.call(157);
			expect(version.readBigUInt64BE()).toBe(10_010_000n);
		}
	});

	it('serves several clients and channels at once', async () => {
		const simulator = await bench.simulator({ vms: [{ name: 'web-01' }] });
		const clients = await Promise.all([bench.rpc(simulator), bench.rpc(simulator)]);
		const answers = await Promise.all(
			clients.flatMap((rpc) => [rpc.call(59), rpc.domain('web-01'), rpc.call(273, u32(1, 0))]),
		);
		expect(answers).toHaveLength(6);
	});
});
