import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { filesBelow, ROOT } from './sources';
import { SYSTEMS } from '../../nodes/shared/systems';

const run = promisify(execFile);

/** Builds the package into a folder, loads it as n8n does, and then presses the test button of a credential. */
const START_OF_N8N = `
	const { join, relative, basename } = require('node:path');
	const { bundle } = await import('./scripts/build/bundle.mjs');
	const [folder] = process.argv.slice(1);
	await bundle('.', folder);
	const { n8n } = require('./package.json');
	const inFolder = (path) => join(process.cwd(), folder, relative('dist', path));
	const loaded = () => Object.keys(require.cache).filter((path) => path.startsWith(inFolder('dist')));

	const classes = {};
	for (const path of [...n8n.nodes, ...n8n.credentials]) {
		const [name] = basename(path).split('.');
		classes[name] = new (require(inFolder(path))[name])();
	}
	const names = Object.entries(classes).map(([name, { constructor }]) => [name, constructor.name]);
	const atStart = loaded();

	const { credentialTest } = classes.ListSnapshots.methods;
	const { message } = await credentialTest.libvirtSshApiTest.call(
		{ helpers: { getSSHClient: async () => { throw new Error('no way out'); }, updateLastUsed() {} } },
		{ data: { host: 'kvm', port: 22, username: 'a', authentication: 'privateKey', privateKey: 'b' } },
	);
	const whenOpened = loaded().filter((path) => !atStart.includes(path));

	const { SnapshotError } = require(inFolder('dist/index.js'));
	const { libvirtDriver } = whenOpened.map((path) => require(path)).find((part) => 'libvirtDriver' in part);
	const query = { level: 'tenant', withSnapshots: false };
	const refusal = await libvirtDriver({}, {}, {})
		.inventory(query, new AbortController().signal)
		[Symbol.asyncIterator]()
		.next()
		.catch((error) => ({ isOurs: error instanceof SnapshotError, code: error.code }));
	console.log(JSON.stringify({ names, atStart, message, whenOpened, refusal }));
`;
const Outcome = z.object({
	names: z.array(z.tuple([z.string(), z.string()])),
	atStart: z.array(z.string()),
	message: z.string(),
	whenOpened: z.array(z.string()),
	refusal: z.object({ isOurs: z.boolean(), code: z.string() }),
});

/** The sources within built files, by the comments that the bundler puts over (parts of) each. */
async function sourcesIn(paths: readonly string[]): Promise<string[]> {
	const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
	return texts.flatMap((text) => {
		const comments = text.matchAll(/^\/\/ (\S+\/\S+\.[jt]s)$/gm);
		return [...new Set([...comments].map(([, source]) => source ?? ''))];
	});
}

const ofOneSystem = (source: string): boolean => /^drivers\/(?!transports\/)[^/]+\//.test(source);

describe('the built package', () => {
	let folder: string;
	let outcome: z.infer<typeof Outcome>;

	beforeAll(async () => {
		await mkdir(join(ROOT, '.cache'), { recursive: true });
		folder = await mkdtemp(join(ROOT, '.cache', 'loading-test-'));
		const code = `(async () => {${START_OF_N8N}})();`;
		const { stdout } = await run(process.execPath, ['-e', code, relative(ROOT, folder)], {
			cwd: ROOT,
		});
		outcome = Outcome.parse(JSON.parse(stdout));
	}, 60_000);
	afterAll(async () => await rm(folder, { recursive: true }));

	it('tells n8n the names of its classes', () => {
		expect(outcome.names.length).toBeGreaterThan(1);
		for (const [asked, told] of outcome.names) expect(told).toBe(asked);
	});

	it('loads of each system nothing but its capabilities, with their settings, before a connection is opened', async () => {
		const sources = await sourcesIn(outcome.atStart);
		expect(sources).toContain('nodes/CreateSnapshot/CreateSnapshot.node.ts');
		const early = sources.filter(ofOneSystem);
		expect(early).toContain('drivers/libvirt/capabilities.ts');
		const late = early.filter((source) => !/\/(capabilities|settings)\.ts$/.test(source));
		expect(late).toEqual([]);
	});

	it('loads no bundled library before a connection is opened', async () => {
		const sources = await sourcesIn(outcome.atStart);
		expect(sources.filter((source) => source.includes('node_modules/'))).toEqual([]);
	});

	it('loads a driver with what it needs when a connection to its system is opened', async () => {
		expect(outcome.message).toContain('SSH connection to kvm:22 failed');
		const sources = await sourcesIn(outcome.whenOpened);
		expect(sources).toContain('drivers/libvirt/driver.ts');
		expect(sources.join()).toContain('node_modules/fast-xml-parser/');
	});

	// What a late driver shares with the classes stands in files of its own, so each system brings one or two.
	it('is read by n8n in a few files, besides a small one for each class', () => {
		const most = 4 + 2 * SYSTEMS.length;
		expect(outcome.atStart.length - outcome.names.length).toBeLessThanOrEqual(most);
	});

	it('holds each source in one file alone, so that its classes are the same everywhere', async () => {
		const sources = await sourcesIn(
			filesBelow(relative(ROOT, folder), '.js').map(({ path }) => join(ROOT, path)),
		);
		const twice = sources.filter((source, at) => sources.indexOf(source) !== at);
		expect(sources).toContain('snapshots/errors.ts');
		expect(twice).toEqual([]);
	});

	it('throws one and the same class of errors from a driver that was loaded late', () => {
		expect(outcome.refusal).toEqual({ isOurs: true, code: 'UNSUPPORTED' });
	});
});
