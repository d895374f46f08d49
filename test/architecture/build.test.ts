import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { filesBelow, ROOT } from './sources';

const run = promisify(execFile);

/** Runs one step of the build on a folder, in a process of its own as the build is. */
async function step(module: string, call: string, folder: string, more = ''): Promise<void> {
	const code = `import { ${call} } from './scripts/build/${module}.mjs'; await ${call}('${folder}'${more});`;
	await run(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT });
}

const bundle = (folder: string) => step('bundle', 'bundle', folder, ", 'dist'");
const selfContained = (folder: string) => step('selfContained', 'assertSelfContained', folder);
const scan = (folder: string) => step('scan', 'assertScannerWouldPass', folder, ', []');

describe('the build', () => {
	let folder: string;

	beforeEach(async () => {
		await mkdir(join(ROOT, '.cache'), { recursive: true });
		folder = await mkdtemp(join(ROOT, '.cache', 'build-test-'));
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	const put = async (name: string, code: string) => await writeFile(join(folder, name), code);
	const inRoot = () => relative(ROOT, folder);

	/** A package of one node, which reaches `late.ts` only when it is asked to. */
	async function putPackage(late: string): Promise<void> {
		const n8n = { nodes: ['dist/nodes/A/A.node.js'], credentials: [] };
		await put('package.json', JSON.stringify({ n8n }));
		await put('index.ts', "export * from './late';\nexport * from './trouble';");
		await put('trouble.ts', 'export class Trouble extends Error {}');
		await put('late.ts', late);
		await mkdir(join(folder, 'nodes', 'A'), { recursive: true });
		await put(
			'nodes/A/A.node.ts',
			`import { Trouble } from '../../trouble';
			export class A {
				isTrouble = (error: unknown) => error instanceof Trouble;
				async read(xml: string) { return (await import('../../late')).read(xml); }
			}`,
		);
	}
	const use = async (code: string): Promise<string> => {
		const built = `const dist = '${join(folder, 'dist')}'; const { A } = require(dist + '/nodes/A/A.node.js');`;
		return (await run(process.execPath, ['-e', built + code], { cwd: ROOT })).stdout;
	};

	it('bundles a library into what uses it, and leaves the rest outside', async () => {
		await putPackage(
			`import { XMLParser } from 'fast-xml-parser';
			import { z } from 'zod';
			export const read = (xml: string) => z.string().parse(new XMLParser().parse(xml).a);`,
		);
		await bundle(inRoot());
		await selfContained(join(inRoot(), 'dist'));
		expect(await use("new A().read('<a>x &amp; y</a>').then(console.log)")).toBe('x & y\n');
		const files = filesBelow(join(inRoot(), 'dist'), '.js').map(({ text }) => text);
		expect(files.join()).toContain('require("zod")');
		expect(files.join()).not.toContain('require("fast-xml-parser")');
		const licences = await readFile(join(folder, 'dist', 'THIRD_PARTY_LICENSES.txt'), 'utf8');
		expect(licences).toMatch(/^fast-xml-parser [\d.]+ \(MIT\)/m);
		expect(licences).not.toMatch(/^zod /m);
	}, 30_000);

	it('loads what is imported late when it is asked for, with the same classes', async () => {
		await putPackage(
			`import { Trouble } from './trouble';
			console.log('late');
			export const read = (xml: string) => { throw new Trouble(xml); };`,
		);
		await bundle(inRoot());
		const code = `
			const a = new A();
			console.log('start');
			a.read('x').catch((error) =>
				console.log(a.isTrouble(error), error instanceof require(dist + '/index.js').Trouble));`;
		expect(await use(code)).toBe('start\nlate\ntrue true\n');
	}, 30_000);

	it('refuses to bundle a package that is there for development only', async () => {
		await putPackage("export { default as read } from 'axios';");
		await expect(bundle(inRoot())).rejects.toThrow('axios does not exist inside n8n');
	}, 30_000);

	it.each([
		['a package that n8n does not bring along', "require('axios')", 'axios'],
		['a part of Node that the scanner refuses', "require('node:fs')", 'node:fs'],
		['a package at run time', "import('ssh2')", 'ssh2'],
		['a file that is not in the package', "require('./gone')", './gone'],
	])('refuses a built file that requires %s', async (_what, code, module) => {
		await put('a.js', `exports.a = ${code};`);
		await expect(selfContained(inRoot())).rejects.toThrow(`a.js requires ${module}`);
	});

	it('takes no comment or text for a requirement', async () => {
		await put(
			'a.js',
			`/** {@link import('axios')} */ exports.a = "require('fs')"; // require('os')`,
		);
		await expect(selfContained(inRoot())).resolves.toBeUndefined();
	});

	it('scans as n8n does, deaf to suppressions', async () => {
		await put('a.js', 'exports.a = (b) => b + 1;');
		await scan(inRoot());
		await put(
			'b.js',
			'/* eslint-disable */\nexports.b = () => setTimeout(() => process.exit(1), 1);',
		);
		await expect(scan(inRoot())).rejects.toThrow(/setTimeout[^]*process/);
	}, 30_000);
});
