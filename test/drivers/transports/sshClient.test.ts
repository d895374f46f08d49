import { sh } from '../../../drivers/transports/shell';
import { connectSsh, type SshConnectionOptions } from '../../../drivers/transports/sshClient';
import { provenHostKeys } from '../../../drivers/transports/hostKey';
import { manualClock } from '../../support/clock';
import { FakeSshClient, hostKey, type FakeChannel } from './fakeSshClient';

const never = new AbortController().signal;
const server = { system: 'libvirt', host: 'kvm1', port: 22, username: 'ops' };

async function fingerprintOf(key: ReturnType<typeof hostKey>): Promise<string> {
	const client = new FakeSshClient();
	const proof = provenHostKeys(client, manualClock(), never);
	client.announce(key);
	return (await proof)[0]?.fingerprint ?? '';
}

async function connected(onRun?: (channel: FakeChannel, command: string) => void) {
	const client = new FakeSshClient(onRun);
	const key = hostKey();
	const released: unknown[] = [];
	const options: SshConnectionOptions = {
		server,
		hostKeyFingerprint: await fingerprintOf(key),
		open: async () => {
			setImmediate(() => client.announce(key));
			return await Promise.resolve(client);
		},
		release: (one) => released.push(one),
	};
	return { client, released, ssh: await connectSsh(options, manualClock(), never) };
}

function exit(channel: FakeChannel, exitCode: number | null): void {
	channel.emit('exit', exitCode);
	channel.stderr.end();
	setImmediate(() => channel.emit('close'));
}

describe('an SSH connection', () => {
	it('refuses a changed host key before the first command, and gives the connection back', async () => {
		const client = new FakeSshClient();
		const release = jest.fn();
		const open = async () => {
			setImmediate(() => client.announce(hostKey()));
			return await Promise.resolve(client);
		};
		const options = { server, hostKeyFingerprint: 'SHA256:other', open, release };
		await expect(connectSsh(options, manualClock(), never)).rejects.toMatchObject({ code: 'TLS' });
		expect(client.commands).toEqual([]);
		expect(client.sockets).toEqual([]);
		expect(release).toHaveBeenCalledWith(client);
	});

	it('ends a pooled connection that announces no more, and takes a new one', async () => {
		const clock = manualClock();
		const [old, fresh] = [new FakeSshClient(), new FakeSshClient()];
		const key = hostKey();
		const clients = [old, fresh];
		const open = async () => await Promise.resolve(clients.shift() ?? fresh);
		const hostKeyFingerprint = await fingerprintOf(key);
		const options = { server, hostKeyFingerprint, open, release: () => undefined };
		const connecting = connectSsh(options, clock, never);
		while (clock.sleepers() === 0) await Promise.resolve();
		await clock.advance(5_000);
		while (clients.length > 0 || fresh.listenerCount('hostkeys') === 0) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		fresh.announce(key);
		await connecting;
		expect(old.ended).toBe(true);
		expect(fresh.ended).toBe(false);
	});

	it('translates a failed login', async () => {
		const open = async () =>
			await Promise.reject(new Error('All configured authentication methods failed'));
		const options = { server, hostKeyFingerprint: 'x', open, release: () => undefined };
		await expect(connectSsh(options, manualClock(), never)).rejects.toMatchObject({ code: 'AUTH' });
	});

	it('sends small messages at once', async () => {
		expect((await connected()).client.noDelay).toBe(true);
	});

	it('answers what a command said and how it ended, even when it ended in the first packet', async () => {
		const { ssh, client } = await connected((channel) => {
			channel.push('out');
			channel.stderr.push('err');
			exit(channel, 3);
		});
		await expect(ssh.run(sh`test ${"it's"}`, never)).resolves.toEqual({
			stdout: 'out',
			stderr: 'err',
			exitCode: 3,
		});
		expect(client.commands).toEqual([`LC_ALL=C test 'it'\\''s'`]);
	});

	it('says that a command may have gone on when the connection broke before its end', async () => {
		const { ssh } = await connected((channel) => void channel.emit('close'));
		await expect(ssh.run(sh`true`, never)).rejects.toMatchObject({
			code: 'UNREACHABLE',
			message: expect.stringContaining('may have gone on'),
		});
	});

	it('tells a connection that was gone already', async () => {
		const { ssh, client } = await connected();
		client.end();
		await expect(ssh.run(sh`true`, never)).rejects.toMatchObject({ code: 'UNREACHABLE' });
	});

	it('rejects with the signal’s reason at once', async () => {
		const { ssh } = await connected();
		const abort = new AbortController();
		const running = ssh.run(sh`sleep 9`, abort.signal);
		const reason = new Error('enough');
		abort.abort(reason);
		await expect(running).rejects.toBe(reason);
		await expect(ssh.run(sh`true`, abort.signal)).rejects.toBe(reason);
	});

	it('runs no more commands at a time than the server allows sessions, and all in the end', async () => {
		const open: FakeChannel[] = [];
		const { ssh } = await connected((channel) => open.push(channel));
		const runs = Array.from({ length: 10 }, async () => await ssh.run(sh`true`, never));
		let most = 0;
		for (let ended = 0; ended < 10; ended += 1) {
			while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
			most = Math.max(most, open.length);
			const channel = open.shift();
			if (channel !== undefined) exit(channel, 0);
		}
		await expect(Promise.all(runs)).resolves.toHaveLength(10);
		expect(most).toBe(4);
	});

	it('breaks a command’s stream with its complaint when it ends badly, even in the packet that opens it', async () => {
		const { ssh } = await connected((channel) => {
			channel.stderr.push('nc: no such socket');
			channel.emit('exit', 1);
			channel.push(null);
		});
		const stream = await ssh.openCommand(sh`nc`, never);
		const failure = new Promise((resolve) => stream.once('error', resolve));
		stream.resume();
		expect(await failure).toMatchObject({ code: 'UNREACHABLE', message: 'nc: no such socket' });
	});

	it('is given back once, however often it is closed', async () => {
		const { ssh, released, client } = await connected();
		await ssh.close();
		await ssh.close();
		expect(released).toEqual([client]);
	});
});
