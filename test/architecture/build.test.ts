import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './sources';

const run = promisify(execFile);

/** Runs one step of the build on a folder, in a process of its own as the build is. */
async function step(module: string, call: string, folder: string, more = ''): Promise<void> {
	const code = `import { ${call} } from './scripts/build/${module}.mjs'; await ${call}('${folder}'${more});`;
	await run(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT });
}

const bundle = (folder: string) => step('bundle', 'bundleLibraries', folder);
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

	it('puts a bundled library into the file that uses it, and leaves the rest outside', async () => {
		await put('sibling.js', 'exports.name = "a";');
		await put(
			'xml.js',
			`const { XMLParser } = require('fast-xml-parser');
			const { name } = require('./sibling');
			const { z } = require('zod');
			exports.read = (xml) => z.string().parse(new XMLParser().parse(xml)[name]);`,
		);
		await expect(selfContained(inRoot())).rejects.toThrow('xml.js requires fast-xml-parser');
		await bundle(inRoot());
		await selfContained(inRoot());
		const code = await readFile(join(folder, 'xml.js'), 'utf8');
		expect(code).toContain('require("./sibling")');
		expect(code).toContain('require("zod")');
		const use = `console.log(require('${join(folder, 'xml.js')}').read('<a>x &amp; y</a>'))`;
		expect((await run(process.execPath, ['-e', use], { cwd: ROOT })).stdout).toBe('x & y\n');
		const licences = await readFile(join(folder, 'THIRD_PARTY_LICENSES.txt'), 'utf8');
		expect(licences).toMatch(/^fast-xml-parser [\d.]+ \(MIT\)/m);
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
