import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROOT } from '../architecture/sources';
import { recordsIn } from './support/bench';
import {
	libvirtConnection,
	libvirtWithVms,
	vergeosConnection,
	vergeosWithVms,
} from './support/systems';

const run = promisify(execFile);

const packedSchema = z
	.array(
		z.object({
			filename: z.string(),
			files: z.array(z.object({ path: z.string(), mode: z.number() })),
		}),
	)
	.length(1);
const manifestSchema = z.object({
	version: z.string(),
	bin: z.object({ 'vm-snapshots': z.string() }),
	dependencies: z.record(z.string()),
});

/** Far from the repository, with the packed package and its declared dependencies in it, and nothing else. */
let folder: string;
let files: z.infer<typeof packedSchema>[number]['files'];
let manifest: z.infer<typeof manifestSchema>;
let program: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'vm-snapshots-package-'));
	// As the workflow that publishes does: the one, then the other.
	await run('npm', ['run', 'build', '--workspace', 'cli'], { cwd: ROOT });
	const pack = ['pack', '--workspace', 'cli', '--json', '--pack-destination', folder];
	const { stdout } = await run('npm', pack, { cwd: ROOT });
	const [packed] = packedSchema.parse(JSON.parse(stdout));
	if (packed === undefined) throw new Error('Nothing was packed');
	files = packed.files;
	const home = join(folder, 'node_modules', 'vm-snapshots');
	await mkdir(home, { recursive: true });
	await run('tar', ['-xzf', join(folder, packed.filename), '--strip-components=1', '-C', home]);
	manifest = manifestSchema.parse(JSON.parse(await readFile(join(home, 'package.json'), 'utf8')));
	program = join(home, manifest.bin['vm-snapshots']);
	for (const name of Object.keys(manifest.dependencies)) {
		const installed = dirname(require.resolve(`${name}/package.json`));
		await symlink(installed, join(folder, 'node_modules', name));
	}
}, 120_000);
afterAll(async () => await rm(folder, { recursive: true }));

/** As a shell would start it: by its first line. */
const started = async (...args: readonly string[]) =>
	await run(program, [...args], { cwd: folder, env: { ...process.env, HOME: folder } });

async function connected(connection: object): Promise<readonly string[]> {
	const file = join(folder, 'connections.json');
	const content = JSON.stringify({ connections: { lab: connection } });
	await writeFile(file, content, { mode: 0o600 });
	return ['--connections', file];
}

it('holds the program, the licences of what is in it, its own, and what it is', () => {
	expect(files.map(({ path }) => path).sort()).toEqual([
		'LICENSE',
		'README.md',
		'dist/THIRD_PARTY_LICENSES.txt',
		'dist/vm-snapshots.cjs',
		'package.json',
	]);
	expect(files.find(({ path }) => path === manifest.bin['vm-snapshots'])?.mode).toBe(0o755);
});

it('tells its version and its help', async () => {
	expect((await started('--version')).stdout).toBe(`${manifest.version}\n`);
	expect((await started('--help')).stdout).toContain('Usage: vm-snapshots');
}, 30_000);

it('simulates a profile', async () => {
	const period = {
		name: 'daily',
		frequency: { every: 'day', at: '02:00' },
		retention: { last: 2 },
	};
	const profile = { name: 'Nightly', timeZone: 'UTC', periods: [period] };
	await writeFile(join(folder, 'nightly.json'), JSON.stringify(profile));
	expect((await started('simulate', 'nightly.json', '--days', '3')).stdout).toContain('At most 3');
}, 30_000);

it('reaches systems by SSH and by HTTPS', async () => {
	const libvirt = await libvirtWithVms();
	const vergeos = await vergeosWithVms();
	try {
		for (const connection of [libvirtConnection(libvirt), vergeosConnection(vergeos)]) {
			const where = await connected(connection);
			const { stdout, stderr } = await started('create', 'db-01', '--json', '-q', ...where);
			expect(stderr).toBe('');
			expect(recordsIn(stdout)).toMatchObject([{ action: 'created' }]);
		}
	} finally {
		await libvirt.close();
		await vergeos.close();
	}
}, 60_000);
