import fc from 'fast-check';
import { TestBench } from './testBench';
import type { LibvirtSimulator, SimulatorOptions } from './index';
import { parseCommandLine } from '../../support/shellWords';
import type { SshTestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const IMAGE = '/var/lib/libvirt/images/vm.qcow2';
const COPY = '/var/lib/libvirt/images/copy.qcow2';
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function given(
	options: SimulatorOptions = {},
): Promise<{ simulator: LibvirtSimulator; ssh: SshTestClient }> {
	const simulator = await bench.simulator({ vms: [{ name: 'vm' }], ...options });
	simulator.host.write('vm', 'before');
	return { simulator, ssh: await bench.ssh(simulator) };
}

describe('reading a command line', () => {
	it('gives back every quoted text as one word', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
				const [command, ...others] = parseCommandLine(words.map(quote).join(' '));
				expect(command?.words).toEqual(words);
				expect(others).toEqual([]);
			}),
		);
	});

	it('understands double quotes, backslashes and joined pieces', () => {
		const [command] = parseCommandLine(`a"b \\"c\\" \\d"'e f'\\ g\\;`);
		expect(command?.words).toEqual([`ab "c" \\de f g;`]);
	});

	it.each([
		'echo $(id)',
		'echo "$(id)"',
		'echo `id`',
		'echo "${HOME}"',
		'echo $HOME',
		'echo a | sh',
		'echo a & echo b',
		'echo a > /etc/passwd',
		'cat < /etc/shadow',
		'rm /tmp/*',
		'ls ~root',
		'(id)',
		'echo a # rest',
		'python3 -c 1',
		'true; reboot',
	])('counts as an injection: %s', async (line) => {
		const { simulator, ssh } = await given();
		expect((await ssh.exec(line)).code).not.toBe(0);
		expect(simulator.injections).toHaveLength(1);
	});

	it('refuses an open quote as a shell does, which is no injection', async () => {
		const { simulator, ssh } = await given();
		expect(await ssh.exec("echo 'a")).toMatchObject({ code: 2 });
		expect(simulator.injections).toEqual([]);
	});

	it('joins commands by their outcome', async () => {
		const { ssh } = await given();
		const { stdout } = await ssh.exec(
			'test -e /nope && echo a || echo b; false || echo c; true && echo d 2>&1; echo e >/dev/null',
		);
		expect(stdout).toBe('b\nc\nd\n');
	});
});

describe('qemu-img', () => {
	const convert = `qemu-img convert -U -O qcow2 -l snapshot.name=s ${IMAGE} ${COPY}`;

	it('copies what an internal snapshot holds, while the VM goes on', async () => {
		const { simulator, ssh } = await given();
		const rpc = await bench.rpc(simulator);
		await rpc.snapshot(await rpc.domain('vm'), 's');
		simulator.host.write('vm', 'after');
		expect(await ssh.exec(convert)).toEqual({ code: 0, stdout: '', stderr: '' });
		expect(simulator.host.images.content(COPY)).toBe('before');
		expect(simulator.host.read('vm')).toBe('after');
		expect(await ssh.exec(convert.replace('name=s', 'name=t'))).toMatchObject({
			code: 1,
			stderr: "qemu-img: Failed to load snapshot: Can't find snapshot\n",
		});
	});

	it('flattens a chain, and tells it', async () => {
		const { simulator, ssh } = await given();
		const rpc = await bench.rpc(simulator);
		await rpc.snapshot(await rpc.domain('vm'), 'e', 16);
		const { stdout } = await ssh.exec(
			'qemu-img info -U --output=json --backing-chain /var/lib/libvirt/images/vm.e',
		);
		expect(JSON.parse(stdout)).toMatchObject([
			{ 'backing-filename': IMAGE, format: 'qcow2' },
			{ filename: IMAGE },
		]);
		await ssh.exec(`qemu-img convert -U -O qcow2 /var/lib/libvirt/images/vm.e ${COPY}`);
		expect(simulator.host.images.get(COPY)).toMatchObject({ layer: 'before', backing: undefined });
	});

	it('refuses a running VM’s image without -U', async () => {
		const { ssh } = await given();
		expect(await ssh.exec(`qemu-img info ${IMAGE}`)).toMatchObject({
			code: 1,
			stderr: `qemu-img: Could not open '${IMAGE}': Failed to get shared "write" lock\nIs another process using the image [${IMAGE}]?\n`,
		});
	});

	it('leaves half a file behind when the disk is full', async () => {
		const { simulator, ssh } = await given();
		simulator.fault('qemu-img convert', { kind: 'noSpace' });
		const { code, stderr } = await ssh.exec(`qemu-img convert -U -O qcow2 ${IMAGE} ${COPY}`);
		expect(code).toBe(1);
		expect(stderr).toContain('No space left on device');
		expect(simulator.host.images.get(COPY)).toBeDefined();
	});

	it('may be missing', async () => {
		const { ssh } = await given({ shell: { missingPrograms: ['qemu-img'] } });
		expect(await ssh.exec('qemu-img --version')).toMatchObject({
			code: 127,
			stderr: 'bash: line 1: qemu-img: command not found\n',
		});
		expect((await ssh.exec('command -v qemu-img')).code).toBe(1);
	});
});

describe('files', () => {
	it('are changed by those who may, or by sudo where it is allowed', async () => {
		const refused = await given({ shell: { imageAccess: 'readOnly' } });
		expect(await refused.ssh.exec(`cp ${IMAGE} ${COPY}`)).toMatchObject({ code: 1 });
		expect(await refused.ssh.exec(`sudo -n cp ${IMAGE} ${COPY}`)).toMatchObject({
			code: 1,
			stderr: 'sudo: a password is required\n',
		});
		const allowed = await given({ shell: { imageAccess: 'none', sudo: 'allowed' } });
		expect(await allowed.ssh.exec(`LC_ALL=C sudo -n cp ${IMAGE} ${COPY}`)).toMatchObject({
			code: 0,
		});
		expect(allowed.simulator.host.images.get(COPY)).toBeDefined();
	});

	it('come and go under any name', async () => {
		const { simulator, ssh } = await given();
		const path = `/var/lib/libvirt/images/it's "$(rm)"; \`x\`\nü.qcow2`;
		await ssh.exec(`cp ${IMAGE} ${quote(path)}`);
		expect(simulator.host.images.content(path)).toBe('before');
		expect((await ssh.exec(`test -e ${quote(path)}`)).code).toBe(0);
		await ssh.exec(`rm -f -- ${quote(path)}`);
		expect((await ssh.exec(`test -e ${quote(path)}`)).code).toBe(1);
		expect(simulator.injections).toEqual([]);
	});
});

describe('vmctl', () => {
	it('writes and reads as someone inside the guest would', async () => {
		const { simulator, ssh } = await given({
			vms: [{ name: 'vm' }, { name: 'build runner', running: false }],
		});
		expect((await ssh.exec("vmctl write vm 'failed upgrade'")).code).toBe(0);
		expect((await ssh.exec('vmctl read vm')).stdout).toBe('failed upgrade\n');
		expect(simulator.host.read('vm')).toBe('failed upgrade');
		expect(await ssh.exec("vmctl write 'build runner' x")).toMatchObject({
			code: 1,
			stderr: 'vmctl: build runner is not running\n',
		});
	});
});
