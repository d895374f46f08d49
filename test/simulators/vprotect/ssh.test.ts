import { comeToRest } from '../../support/clock';
import { newKey } from '../../support/sshHostKeys';
import type { SshOptions } from './index';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function givenSnapshot(ssh: SshOptions = {}): Promise<Given & { vm: string; line: string }> {
	const given = await bench.given({ ssh });
	given.simulator.addPolicy({ name: 'Daily' });
	const vm = given.simulator.addVm({ name: 'web-01', policy: 'Daily', disk: 'before' });
	const line = `vprotect vm -rvS ${given.simulator.addSnapshot(vm)}`;
	given.simulator.write(vm, 'after');
	return { ...given, vm, line };
}

const REVERT = 'vprotect vm -rvS';

describe('the server’s SSH', () => {
	it('lets in who holds the key or knows the password', async () => {
		const { simulator } = await givenSnapshot();
		const { password } = simulator.ssh;
		for (const change of [{}, { privateKey: undefined, password }]) {
			const cli = await bench.cli(simulator, change);
			expect((await cli.run('vprotect vm -l')).code).toBe(0);
		}
		expect(simulator.ssh.openConnections).toBe(2);
	});

	it.each([
		['a foreign key', { privateKey: newKey().private }],
		['a wrong password', { privateKey: undefined, password: 'wrong' }],
		['an unknown user', { username: 'somebody' }],
	])('refuses %s', async (_what, change) => {
		const { simulator } = await givenSnapshot();
		await expect(bench.cli(simulator, change)).rejects.toThrow('authentication methods failed');
	});

	it('refuses every password where password login is off', async () => {
		const { simulator } = await givenSnapshot({ password: null });
		const change = { privateKey: undefined, password: '' };
		await expect(bench.cli(simulator, change)).rejects.toThrow('authentication methods failed');
	});

	it('keeps the keys that it was given', async () => {
		const hostKey = newKey().private;
		const { simulator: one } = await givenSnapshot({ hostKey });
		const { simulator: other } = await givenSnapshot({ hostKey });
		expect(one.ssh.hostKeyFingerprint).toBe(other.ssh.hostKeyFingerprint);
	});

	it('does not have the command line where it is not installed', async () => {
		const { simulator, line, vm } = await givenSnapshot({ installed: false });
		const cli = await bench.cli(simulator);
		expect(await cli.run(line)).toMatchObject({
			code: 127,
			stderr: 'bash: line 1: vprotect: command not found\n',
		});
		expect((await cli.run('command -v vprotect')).code).toBe(1);
		expect(simulator.read(vm)).toBe('after');
	});

	it('wants a login for the command line itself, and asks for the password', async () => {
		const { simulator, line, vm } = await givenSnapshot({ loggedIn: false });
		const cli = await bench.cli(simulator);
		expect(await cli.run(line)).toMatchObject({ code: 1, stderr: 'You are not logged in\n' });
		const wrong = await cli.run('vprotect login -u admin', 'wrong\n');
		expect(wrong).toMatchObject({ code: 1, stderr: 'Invalid login or password\n' });
		expect((await cli.run(line)).code).toBe(1);
		const { password } = simulator.credentials;
		const right = await cli.run('vprotect login -u admin', `${password}\n`);
		expect(right).toEqual({ code: 0, stdout: 'Password: \n', stderr: '' });
		expect((await cli.run(line)).code).toBe(0);
		expect(simulator.read(vm)).toBe('before');
		await cli.run('vprotect logout -u admin');
		expect((await cli.run(line)).code).toBe(1);
	});

	it('understands quotes, variables before the command, and a whole path', async () => {
		const { simulator, line } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		const quoted = line.replace(/(\S+)$/, "'$1'");
		for (const command of [quoted, `LC_ALL=C ${line}`, `/usr/bin/${line}`, 'command -v vprotect']) {
			expect((await cli.run(command)).code).toBe(0);
		}
		expect(simulator.ssh.injections).toEqual([]);
	});

	it.each([
		'vprotect vm -rvS $(reboot)',
		'vprotect vm -l; reboot',
		'vprotect vm -l | sh',
		'reboot',
	])('runs nothing of `%s`, and writes it down', async (command) => {
		const { client, simulator } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		expect((await cli.run(command)).code).toBeGreaterThan(100);
		expect(simulator.ssh.injections).toHaveLength(1);
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('writes down and counts the commands', async () => {
		const { simulator, line } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		await cli.run(line);
		await cli.run('vprotect vm -l');
		expect(simulator.ssh.commands).toEqual([line, 'vprotect vm -l']);
		const { ssh } = simulator;
		expect([ssh.count(), ssh.count(REVERT), ssh.count('vprotect task')]).toEqual([2, 1, 0]);
		ssh.clearCommands();
		expect(ssh.count()).toBe(0);
	});

	it('tells a command by its words, however it is quoted and whatever is before it', async () => {
		const { simulator, line } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		const quoted = line.replace(/(\S+)$/, "'$1'");
		const { ssh } = simulator;
		for (const command of [`LC_ALL=C ${quoted}`, `env LC_ALL='C' /usr/bin/${line}`]) {
			ssh.fault(line, { kind: 'exit', code: 3, stderr: '' });
			expect((await cli.run(command)).code).toBe(3);
		}
		expect([ssh.count(line), ssh.count(REVERT)]).toEqual([2, 2]);
		expect([ssh.count('vprotect vm -rv'), ssh.count('LC_ALL=C vprotect')]).toEqual([0, 0]);
		const injected = `${line}; reboot`;
		await cli.run(injected);
		expect([ssh.count(injected), ssh.count(line)]).toEqual([1, 2]);
	});
});

describe('a fault of the server’s SSH', () => {
	it.each(['refuse', 'dropBefore'] as const)('can stop a login: %s', async (kind) => {
		const { simulator } = await givenSnapshot();
		simulator.ssh.fault('login', { kind });
		const change = { privateKey: undefined, password: simulator.ssh.password };
		await expect(bench.cli(simulator, change)).rejects.toThrow();
		await bench.cli(simulator, change);
	});

	it('can lose the connection before the work, or the answer after it', async () => {
		const { simulator, line, vm } = await givenSnapshot();
		simulator.ssh.fault(REVERT, { kind: 'dropBefore' });
		await expect((await bench.cli(simulator)).run(line)).rejects.toThrow();
		expect(simulator.read(vm)).toBe('after');
		simulator.ssh.fault(REVERT, { kind: 'dropAfter' });
		await expect((await bench.cli(simulator)).run(line)).rejects.toThrow();
		expect(simulator.read(vm)).toBe('before');
	});

	it('can be an exit code, or a refusal to run anything', async () => {
		const { simulator, line, vm } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		simulator.ssh.fault(REVERT, { kind: 'exit', code: 3, stderr: 'Java heap space' });
		expect(await cli.run(line)).toEqual({ code: 3, stdout: '', stderr: 'Java heap space\n' });
		simulator.ssh.fault(REVERT, { kind: 'refuse' });
		await expect(cli.run(line)).rejects.toThrow();
		expect(simulator.read(vm)).toBe('after');
	});

	it('can hold a command back by the clock', async () => {
		const { simulator, clock, line, vm } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		simulator.ssh.fault(REVERT, { kind: 'delay', milliseconds: 60_000 });
		const answer = cli.run(line);
		while (clock.sleepers() === 0) await comeToRest();
		expect(simulator.read(vm)).toBe('after');
		await clock.advance(60_000);
		expect((await answer).code).toBe(0);
	});

	it('can stall a command until the connection is lost', async () => {
		const { simulator, line } = await givenSnapshot();
		const cli = await bench.cli(simulator);
		simulator.ssh.fault(REVERT, { kind: 'stall' });
		const answer = cli.run(line).catch(() => 'lost');
		while (simulator.ssh.count() === 0) await comeToRest();
		simulator.ssh.dropConnections();
		expect(await answer).toBe('lost');
	});

	it('can make a task that never ends', async () => {
		const { client, clock, simulator, line, vm } = await givenSnapshot();
		simulator.ssh.fault(REVERT, { kind: 'neverSettles' });
		expect((await (await bench.cli(simulator)).run(line)).code).toBe(0);
		await clock.advance(86_400_000);
		expect(await client.list('/tasks')).toMatchObject([{ state: { name: 'RUNNING' } }]);
		expect(simulator.read(vm)).toBe('after');
	});
});
