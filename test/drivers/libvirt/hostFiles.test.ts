import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HostFiles } from '../../../drivers/libvirt/hostFiles';
import type { ShellCommand } from '../../../drivers/transports/shell';
import type { CommandResult, SshPort } from '../../../drivers/transports/ssh';

const never = new AbortController().signal;

/** The commands meet a real shell, as they do at a host. */
const localShell = (): SshPort => ({
	address: 'localhost:22',
	ensureOpen: async () => await Promise.resolve(),
	async run(command: ShellCommand): Promise<CommandResult> {
		const child = spawn('/bin/sh', ['-c', command.text], { stdio: ['ignore', 'pipe', 'pipe'] });
		const exit = new Promise<number>((resolve) =>
			child.once('close', (code) => resolve(code ?? 128)),
		);
		const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
		return { stdout, stderr, exitCode: await exit };
	},
	openUnixSocket: async () => await Promise.reject(new Error('no socket here')),
	openCommand: async () => await Promise.reject(new Error('no stream here')),
	close: async () => await Promise.resolve(),
});

const answering = (answer: Partial<CommandResult>): HostFiles =>
	new HostFiles(
		{
			...localShell(),
			run: async () => await Promise.resolve({ stdout: '', stderr: '', exitCode: 0, ...answer }),
		},
		false,
	);

describe('the files of a host', () => {
	let folder = '';
	const files = new HostFiles(localShell(), false);
	// What people call their disks.
	const odd = (name: string) => join(folder, `it's $(touch pwned) "${name}";\n ü`);

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'host files '));
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	it('are told apart from missing ones, whatever their names', async () => {
		await writeFile(odd('a'), '');
		expect(await files.existing([odd('x'), odd('a')], never)).toEqual([odd('a')]);
	});

	it('are removed, and may be missing', async () => {
		await writeFile(odd('a'), 'copy');
		await files.remove([odd('a'), odd('b')], never);
		await files.remove([], never);
		expect(await readdir(folder)).toEqual([]);
	});

	it('leave other processes alone when a copy is stopped that runs no more', async () => {
		const argv0 = `qemu-img convert ${odd('a')}`;
		const bystander = spawn('sleep', ['30'], { argv0, stdio: 'ignore' });
		try {
			await files.stopCopies([odd('a')], never);
			expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
		} finally {
			bystander.kill();
		}
	});

	it('are swapped for the prepared ones', async () => {
		await writeFile(odd('a'), 'changed since');
		await writeFile(`${odd('a')}.reverting`, 'fresh');
		await files.swapOverlays([{ path: odd('a'), backing: 'b', backingFormat: 'raw' }], never);
		expect(await readFile(odd('a'), 'utf8')).toBe('fresh');
		expect(await readdir(folder)).toHaveLength(1);
	});

	it('leave every overlay as it is when one was not prepared', async () => {
		for (const name of ['a', 'b']) await writeFile(odd(name), 'changed since');
		await writeFile(`${odd('a')}.reverting`, 'fresh');
		const overlays = ['a', 'b'].map((name) => ({
			path: odd(name),
			backing: 'b',
			backingFormat: 'raw',
		}));
		await expect(files.swapOverlays(overlays, never)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(await readFile(odd('a'), 'utf8')).toBe('changed since');
	});

	it('lie in a folder whose free space is known', async () => {
		expect(await files.availableBytes(folder, never)).toBeGreaterThan(0);
	});

	it('reads free space where the mount point holds blanks and numbers', async () => {
		const stdout =
			'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 1000 400 600 40% /mnt/1 2 3 4%\n';
		expect(await answering({ stdout }).availableBytes('/mnt', never)).toBe(600 * 1024);
	});

	it.each([
		['qemu-img: error while writing: No space left on device', 'QUOTA'],
		["qemu-img: Could not open '/x': Permission denied", 'FORBIDDEN'],
		['sudo: a password is required', 'FORBIDDEN'],
		['sh: 1: qemu-img: not found', 'UNSUPPORTED'],
		["qemu-img: Could not open '/x': No such file or directory", 'NOT_FOUND'],
		['qemu-img: something new', 'TASK_FAILED'],
	])('tells %j as %s', async (stderr, code) => {
		const failing = answering({ stderr, exitCode: 1 });
		await expect(failing.remove(['/x'], never)).rejects.toMatchObject({ code, message: stderr });
	});

	it.each(['nonsense', '{}', '[]', '[{"format":"qcow2"}]'])(
		'refuses %s as an image’s description',
		async (stdout) => {
			await expect(answering({ stdout }).imageChain('/x', never)).rejects.toThrow();
		},
	);
});
