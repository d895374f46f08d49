import { filesBelow, ROOT, rootFile, SOURCE_FOLDERS } from './sources';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Texts = z.record(z.string());
const manifest = z
	.object({
		name: z.string(),
		license: z.string(),
		main: z.string(),
		types: z.string(),
		keywords: z.array(z.string()),
		files: z.array(z.string()),
		scripts: Texts,
		dependencies: Texts.default({}),
		optionalDependencies: Texts.default({}),
		bundledDependencies: z.array(z.string()).default([]),
		peerDependencies: Texts,
		n8n: z.object({
			strict: z.literal(true),
			nodes: z.array(z.string()),
			credentials: z.array(z.string()),
		}),
	})
	.parse(JSON.parse(rootFile('package.json').text));

const Codex = z.object({
	node: z.string(),
	nodeVersion: z.literal('1.0'),
	codexVersion: z.literal('1.0'),
	categories: z.array(z.string()).nonempty(),
	alias: z.array(z.string()).optional(),
	resources: z.object({
		primaryDocumentation: z.array(z.object({ url: z.string().url() })).nonempty(),
		credentialDocumentation: z.array(z.object({ url: z.string().url() })).default([]),
	}),
});

/** n8n shows a node only in categories that it knows. */
const CATEGORIES = [
	'Data & Storage',
	'Finance & Accounting',
	'Marketing & Content',
	'Productivity',
	'Miscellaneous',
	'Sales',
	'Development',
	'Analytics',
	'Communication',
	'Utility',
];

const MAX_LINES = 250;

const built = (path: string): string => `dist/${path.replace(/\.ts$/, '.js')}`;
const nodes = filesBelow('nodes', '.node.ts');
const credentials = filesBelow('credentials', '.credentials.ts');

describe('package.json', () => {
	it('registers exactly the nodes that are there', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(nodes.map(({ path }) => built(path)).sort());
		expect(nodes).not.toEqual([]);
	});

	it('registers exactly the credentials that are there', () => {
		const there = credentials.map(({ path }) => built(path)).sort();
		expect([...manifest.n8n.credentials].sort()).toEqual(there);
		expect(there).not.toEqual([]);
	});

	it('has no run-time dependency', () => {
		const { dependencies, optionalDependencies, bundledDependencies } = manifest;
		expect({ ...dependencies, ...optionalDependencies }).toEqual({});
		expect(bundledDependencies).toEqual([]);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('runs nothing when it is installed', () => {
		const forbidden = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	it('is found by n8n, free to use, and publishes the build alone', () => {
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
		expect(rootFile('LICENSE').text).toContain('MIT License');
		expect(manifest.files).toEqual(['dist']);
		expect([manifest.main, manifest.types]).toEqual(['dist/index.js', 'dist/index.d.ts']);
	});
});

describe('each node', () => {
	it.each(nodes)('$path has a codex file that leads to its documentation', ({ path, text }) => {
		const codexPath = path.replace(/\.ts$/, '.json');
		expect(existsSync(join(ROOT, codexPath))).toBe(true);
		const codex = Codex.parse(JSON.parse(rootFile(codexPath).text));
		const className = /export class (\w+)/.exec(text)?.[1] ?? '';
		const name = className.charAt(0).toLowerCase() + className.slice(1);
		expect(codex.node).toBe(`${manifest.name}.${name}`);
		// The schedule trigger logs in nowhere.
		const needsLogin = /\bcredentials:/.test(text);
		expect(codex.resources.credentialDocumentation.length > 0).toBe(needsLogin);
		for (const category of codex.categories) expect(CATEGORIES).toContain(category);
	});

	it.each(nodes)('$path lies in a folder of its own name', ({ path }) => {
		const [, folder, file] = path.split('/');
		expect(file).toBe(`${folder}.node.ts`);
	});

	it.each([...nodes, ...credentials])('$path has icons that are there', ({ path, text }) => {
		const icons = [...text.matchAll(/'file:([^']+)'/g)].map(([, icon]) => icon ?? '');
		for (const icon of icons) expect(existsSync(join(ROOT, dirname(path), icon))).toBe(true);
	});
});

describe('every file', () => {
	it.each([...SOURCE_FOLDERS, 'cli', 'test', 'scripts'])(
		`in %s has at most ${MAX_LINES} lines`,
		(folder) => {
			const files = [...filesBelow(folder), ...filesBelow(folder, '.mjs')];
			const long = files
				.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
				.filter(({ lines }) => lines > MAX_LINES);
			expect(long).toEqual([]);
		},
	);
});
