import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROOT } from '../architecture/sources';
import type { LibvirtSimulator, SimulatorRequest } from '../simulators/libvirt';
import { recordsIn } from './support/bench';
import {
	libvirtConnection,
	libvirtWithVms,
	vergeosConnection,
	vergeosWithVms,
} from './support/systems';

const run = promisify(execFile);

/** What Node writes about each script with NODE_V8_COVERAGE: which functions were run, and how often. */
const coverageSchema = z.object({
	result: z.array(
		z.object({
			url: z.string(),
			functions: z.array(
				z.object({ functionName: z.string(), ranges: z.array(z.object({ count: z.number() })) }),
			),
		}),
	),
});

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
	program = join(folder, 'vm-snapshots.cjs');
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

describe('what is run', () => {
	/** The modules of the program that are behind an `import()` and were run, by their paths in the sources. */
	async function modulesRunBy(...args: readonly string[]): Promise<string[]> {
		const coverage = await mkdtemp(join(folder, 'coverage-'));
		const env = { ...environment, NODE_V8_COVERAGE: coverage };
		await run(process.execPath, [program, ...args], { env });
		const [file = ''] = await readdir(coverage);
		const report = coverageSchema.parse(JSON.parse(await readFile(join(coverage, file), 'utf8')));
		return report.result
			.filter(({ url }) => url === pathToFileURL(program).href)
			.flatMap(({ functions }) => functions)
			.filter(({ functionName, ranges }) => /\.[jt]s$/.test(functionName) && ranges[0]?.count === 1)
			.map(({ functionName }) => functionName);
	}

	it('for help: no driver, no client, no library but the one that reads options', async () => {
		const modules = await modulesRunBy('--help');
		expect(modules.filter((path) => path.includes('/commander/'))).not.toEqual([]);
		const others = modules.filter((path) => !path.includes('/commander/'));
		expect(others.filter((path) => /node_modules|^drivers|^cli\/\w+\//.test(path))).toEqual([]);
	}, 30_000);

	it('for one system: its driver and its transport, and those of no other', async () => {
		const modules = await modulesRunBy('list', '--all');
		const ofDrivers = modules.filter((path) => /^drivers\/\w+\/driver\.ts$/.test(path));
		expect(ofDrivers).toEqual(['drivers/libvirt/driver.ts']);
		expect(modules.filter((path) => path.startsWith('cli/transports/'))).toEqual([
			'cli/transports/ssh2.ts',
		]);
		expect(modules.filter((path) => path.includes('/axios/'))).toEqual([]);
	}, 30_000);
});

it('reaches a system by HTTPS, with no more of the client than it needs', async () => {
	const cloud = await vergeosWithVms();
	try {
		const file = join(folder, 'cloud.json');
		const content = { connections: { cloud: vergeosConnection(cloud) } };
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		const args = ['create', 'web-01', '--json', '-q', '--connections', file];
		const { stdout, stderr, exitCode } = await ended(start(...args));
		expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
		expect(recordsIn(stdout)).toMatchObject([{ action: 'created' }]);
		cloud.fault('GET /vms', { kind: 'badGateway' });
		const failed = await ended(start('list', '--connections', file));
		expect(failed.exitCode).toBe(1);
		expect(failed.stderr).toMatch(/^error: .*\[UNREACHABLE\]\n/);
	} finally {
		await cloud.close();
	}
}, 30_000);
