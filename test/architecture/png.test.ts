import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROOT } from './sources';

const run = promisify(execFile);

const MOST_MEBIBYTES = 12;

/** Builds a package whose node draws, loads it as n8n does, and then has it draw. */
const DRAW = `
	import { createRequire } from 'node:module';
	import { bundle } from './scripts/build/bundle.mjs';
	import { assertScannerWouldPass } from './scripts/build/scan.mjs';
	import { assertSelfContained } from './scripts/build/selfContained.mjs';
	const [folder] = process.argv.slice(1);
	await bundle(folder, 'dist');
	await assertSelfContained(folder + '/dist');
	await assertScannerWouldPass(folder + '/dist', []);
	const require = createRequire(process.cwd() + '/' + folder + '/');
	const loaded = () => Object.keys(require.cache).filter((path) => path.includes('/dist/parts/')).length;
	const { A } = require('./dist/nodes/A/A.node.js');
	const atStart = loaded();
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a</text></svg>';
	const signature = (await new A().draw(svg)).subarray(1, 4).toString();
	console.log(JSON.stringify({ atStart, signature, drawn: loaded() }));
`;
const Outcome = z.object({ atStart: z.number(), signature: z.string(), drawn: z.number() });

describe('what draws PNG, when it is built', () => {
	let folder: string;
	let outcome: z.infer<typeof Outcome>;

	beforeAll(async () => {
		await mkdir(join(ROOT, '.cache'), { recursive: true });
		folder = await mkdtemp(join(ROOT, '.cache', 'png-test-'));
		const put = async (name: string, code: string) => await writeFile(join(folder, name), code);
		await mkdir(join(folder, 'nodes', 'A'), { recursive: true });
		const n8n = { nodes: ['dist/nodes/A/A.node.js'], credentials: [] };
		await put('package.json', JSON.stringify({ n8n }));
		await put('index.ts', 'export {};');
		await put(
			'nodes/A/A.node.ts',
			"import { pngOf } from '../../../../nodes/shared/png/pngOf';\nexport class A { draw = pngOf; }",
		);
		const code = ['--input-type=module', '-e', DRAW, relative(ROOT, folder)];
		const { stdout } = await run(process.execPath, code, { cwd: ROOT });
		outcome = Outcome.parse(JSON.parse(stdout));
	}, 120_000);
	afterAll(async () => await rm(folder, { recursive: true }));

	it('draws without anything from outside the package', () => {
		expect(outcome.signature).toBe('PNG');
	});

	it('is not loaded before the first picture, and of fonts then only what that needs', () => {
		expect(outcome.atStart).toBeLessThanOrEqual(1);
		expect(outcome.drawn - outcome.atStart).toBeLessThanOrEqual(2);
	});

	it(`weighs at most ${MOST_MEBIBYTES} MiB`, async () => {
		const parts = join(folder, 'dist', 'parts');
		const sizes = await Promise.all(
			(await readdir(parts)).map(async (name) => (await stat(join(parts, name))).size),
		);
		const mebibytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
		expect(mebibytes).toBeGreaterThan(1);
		expect(mebibytes).toBeLessThanOrEqual(MOST_MEBIBYTES);
	});

	it('brings the licences of the program and of its fonts along', async () => {
		const licences = await readFile(join(folder, 'dist', 'THIRD_PARTY_LICENSES.txt'), 'utf8');
		expect(licences).toMatch(/^@resvg\/resvg-wasm [\d.]+ \(MPL-2\.0\), .*resvg-js/m);
		expect(licences).toContain('Mozilla Public License Version 2.0');
		expect(licences).toMatch(/^dejavu-fonts-ttf /m);
		expect(licences).toMatch(/^noto-sans [\d.]+ \(OFL-1\.1\)/m);
		expect(licences).toContain('SIL OPEN FONT LICENSE');
	});
});
