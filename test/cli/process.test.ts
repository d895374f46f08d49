import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/sources';
import type { LibvirtSimulator, SimulatorRequest } from '../simulators/libvirt';
import { recordsIn } from './support/bench';
import { libvirtConnection, libvirtWithVms } from './support/systems';

const run = promisify(execFile);

/** The built program as people start it. */
let folder: string;
let program: string;
let simulator: LibvirtSimulator;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
	await mkdir(join(ROOT, 'cli', '.cache'), { recursive: true });
	folder = await mkdtemp(join(ROOT, 'cli', '.cache', 'process-test-'));
	const code = `import { bundleCli } from './scripts/build/cli.mjs'; await bundleCli(process.argv[1]);`;
	await run(process.execPath, ['--input-type=module', '-e', code, '--', folder], { cwd: ROOT });
	program = join(folder, 'vm-snapshots.mjs');
	simulator = await libvirtWithVms();
	const content = { connections: { lab: libvirtConnection(simulator) } };
	environment = { ...process.env, XDG_CONFIG_HOME: folder };
	await mkdir(join(folder, 'vm-snapshots'));
	await writeFile(join(folder, 'vm-snapshots', 'connections.json'), JSON.stringify(content), {
		mode: 0o600,
	});
}, 60_000);
afterAll(async () => {
	await simulator.close();
	await rm(folder, { recursive: true });
});
afterEach(() => {
	jest.restoreAllMocks();
	simulator.clearFaults();
});

const start = (...args: readonly string[]) =>
	spawn(process.execPath, [program, ...args], { env: environment });

const ended = async (child: ReturnType<typeof start>) => {
	const [stdout, stderr, [exitCode]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close'),
	]);
	return { stdout, stderr, exitCode: exitCode as unknown };
};

it('does its work, and ends by itself', async () => {
	const { stdout, exitCode } = await ended(start('create', 'db-01', '--json', '-q'));
	expect(exitCode).toBe(0);
	expect(recordsIn(stdout)).toMatchObject([{ action: 'created', target: { name: 'db-01' } }]);
}, 30_000);

it('ends with 2 on bad usage', async () => {
	const { stderr, exitCode } = await ended(start('create'));
	expect(exitCode).toBe(2);
	expect(stderr).toContain('No VM was named');
}, 30_000);

it('ends with 130 on Ctrl-C during a wait, and says what the system may still be doing', async () => {
	const asked = new Promise<void>((resolve) => {
		simulator.fault('domainSnapshotCreateXML', { kind: 'hang' });
		jest.spyOn(simulator.requests as SimulatorRequest[], 'push').mockImplementation((...more) => {
			if (more.some(({ name }) => name === 'domainSnapshotCreateXML')) resolve();
			return 0;
		});
	});
	const child = start('create', 'test-01', '--label', 'slow');
	await asked;
	child.kill('SIGINT');
	const { stderr, exitCode } = await ended(child);
	expect(exitCode).toBe(130);
	expect(stderr).toContain('Cancelled while taking snapshot slow-');
	expect(stderr).toContain('may still be taking snapshot slow-');
}, 30_000);

it('is quiet when whoever reads its output has had enough, and the work is done all the same', async () => {
	const child = start('create', 'test-01', '--label', 'piped');
	child.stdout.destroy();
	child.stderr.destroy();
	const [exitCode] = (await once(child, 'close')) as unknown[];
	expect(exitCode).toBe(0);
	expect([...simulator.host.vm('test-01').snapshots.keys()].join()).toContain('piped-');
}, 30_000);

it('tells its help without loading a driver, a client or a library', async () => {
	const loader = `
		import { register } from 'node:module';
		const hooks = "export async function load(url, context, next) { process._rawDebug('loaded ' + url); return await next(url, context); }";
		register('data:text/javascript,' + encodeURIComponent(hooks));`;
	const hook = join(folder, 'hook.mjs');
	await writeFile(hook, loader);
	const { stderr, stdout } = await run(process.execPath, ['--import', hook, program, '--help']);
	expect(stdout).toContain('Usage: vm-snapshots');
	const loaded = [...stderr.matchAll(/^loaded file:\/\/(.*\.m?js)$/gm)].map(
		([, path = '']) => path,
	);
	const ours = loaded.filter((path) => path.startsWith(folder) && path !== hook);
	expect(ours).toContain(program);
	const others = loaded.filter((path) => path !== hook && !path.startsWith(folder));
	expect(others.map((path) => relative(ROOT, path)).join()).not.toMatch(/axios|ssh2/);
	const sources = (await Promise.all(ours.map((path) => readFile(path, 'utf8')))).join();
	expect(sources).not.toMatch(/^\/\/ (drivers|node_modules|\.\.\/node_modules)\//m);
}, 30_000);
