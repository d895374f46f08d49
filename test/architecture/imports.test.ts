import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
	filesBelow,
	identifiersOf,
	importsOf,
	ROOT,
	rootFile,
	SOURCE_FOLDERS,
	type Import,
} from './sources';

const sources = SOURCE_FOLDERS.flatMap((folder) => filesBelow(folder));
const imports = sources.flatMap(importsOf);
const identifiers = new Map(sources.map((file) => [file.path, identifiersOf(file)]));

const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const isOurs = ({ to }: Import): boolean => SOURCE_FOLDERS.some((folder) => isIn(to, folder));
const shown = ({ from, to }: Import): string => `${from} → ${to}`;

/** The driver that a file belongs to; none for what all drivers share. */
function driverOf(path: string): string | undefined {
	const [room, folder, ...rest] = path.split('/');
	if (room !== 'drivers' || rest.length === 0 || folder === 'transports') return undefined;
	return folder;
}

/** The imports of a folder that no rule allows. */
const strangers = (folder: string, allowed: (entry: Import) => boolean): string[] =>
	imports.filter((entry) => isIn(entry.from, folder) && !allowed(entry)).map(shown);

/** Modules that exist inside n8n without a dependency of ours. */
const HOSTS_MODULES = ['zod', 'luxon', 'node:crypto', 'crypto'];
const BUNDLED: Readonly<Record<string, readonly string[]>> = {
	'drivers/xml.ts': ['fast-xml-parser'],
	'nodes/shared/png/drawPng.ts': ['@resvg/resvg-wasm', '@resvg/resvg-wasm/index_bg.wasm'],
	'nodes/shared/png/fonts.ts': [
		'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
		'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
		...['chinese', 'japanese', 'korean', 'thai', 'devanagari'].map(
			(script) => `nodes/shared/png/third-party/noto-sans/${script}.woff2`,
		),
	],
};

describe('imports', () => {
	it('are found at all', () => {
		expect(sources.length).toBeGreaterThan(30);
		expect(imports.length).toBeGreaterThan(sources.length);
		expect(imports.map(shown)).toContain('snapshots/driver.ts → snapshots/model');
	});

	it('of the domain stay in the domain', () => {
		expect(
			strangers('snapshots', ({ to }) => isIn(to, 'snapshots') || HOSTS_MODULES.includes(to)),
		).toEqual([]);
	});

	it('of drivers reach the domain and drivers only', () => {
		const ours = imports.filter(isOurs).filter(({ from }) => isIn(from, 'drivers'));
		const wrong = ours.filter(({ to }) => !isIn(to, 'snapshots') && !isIn(to, 'drivers'));
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of one driver never reach into another driver', () => {
		const wrong = imports.filter(({ from, to }) => {
			if (driverOf(from) === undefined) return false;
			return driverOf(to) !== undefined && driverOf(to) !== driverOf(from);
		});
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of transports and other common parts know no single driver', () => {
		const wrong = imports.filter(
			({ from, to }) =>
				isIn(from, 'drivers') && driverOf(from) === undefined && driverOf(to) !== undefined,
		);
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of drivers happen in nodes/shared alone, not in nodes or credentials', () => {
		const wrong = imports.filter(
			({ from, to }) =>
				isIn(to, 'drivers') && !isIn(from, 'drivers') && !isIn(from, 'nodes/shared'),
		);
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of drivers wait in nodes for a connection, but for the capabilities', () => {
		const early = imports.filter(
			({ from, to, typesOnly, late }) =>
				isIn(from, 'nodes') && driverOf(to) !== undefined && !typesOnly && !late,
		);
		expect(early.map(({ to }) => to)).toContain('drivers/libvirt/capabilities');
		expect(early.filter(({ to }) => !to.endsWith('/capabilities')).map(shown)).toEqual([]);
	});

	it('of nodes happen in nodes alone', () => {
		const outside = [...sources.filter(({ path }) => !isIn(path, 'nodes')), rootFile('index.ts')];
		const wrong = outside.flatMap(importsOf).filter(({ to }) => isIn(to, 'nodes'));
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of one node never reach into another node', () => {
		const nodeOf = (path: string): string | undefined => path.split('/')[1];
		const wrong = imports.filter(
			({ from, to }) =>
				isIn(from, 'nodes') &&
				isIn(to, 'nodes') &&
				nodeOf(to) !== 'shared' &&
				nodeOf(to) !== nodeOf(from),
		);
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of n8n’s own modules happen in nodes and credentials alone', () => {
		const wrong = imports.filter(
			({ from, to }) =>
				/^(n8n|@n8n)/.test(to) && !isIn(from, 'nodes') && !isIn(from, 'credentials'),
		);
		expect(wrong.map(shown)).toEqual([]);
	});

	it('bring in nothing that n8n does not have, but for types and what gets bundled', () => {
		const wrong = imports.filter((entry) => {
			const { from, to, typesOnly } = entry;
			if (typesOnly || isOurs(entry) || HOSTS_MODULES.includes(to)) return false;
			if (BUNDLED[from]?.includes(to)) return false;
			return !(to === 'n8n-workflow' && (isIn(from, 'nodes') || isIn(from, 'credentials')));
		});
		expect(wrong.map(shown)).toEqual([]);
	});

	it('of files name files that are there', () => {
		const paths = new Set(sources.map(({ path }) => path));
		const missing = imports.filter(isOurs).filter(({ to }) => !isThere(paths, to));
		expect(missing.map(shown)).toEqual([]);
	});
});

describe('sources', () => {
	it.each([
		'setTimeout',
		'clearTimeout',
		'setInterval',
		'clearInterval',
		'setImmediate',
		'clearImmediate',
		'process',
		'global',
		'globalThis',
		'__dirname',
		'__filename',
		'fetch',
		'eval',
	])('never use the global %s', (name) => {
		const wrong = sources.filter(({ path }) => identifiers.get(path)?.has(name));
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it.each(['eslint-disable', '@ts-ignore', '@ts-expect-error', '@ts-nocheck', 'prettier-ignore'])(
		'never suppress a check with %s',
		(suppression) => {
			const wrong = sources.filter(({ text }) => text.includes(suppression));
			expect(wrong.map(({ path }) => path)).toEqual([]);
		},
	);

	it('read no clock of their own', () => {
		const wrong = sources.filter(({ text }) =>
			/\bDate\.now\(|new Date\(\)|DateTime\.(now|utc)\(\)/.test(text),
		);
		expect(wrong.map(({ path }) => path).filter((path) => !isIn(path, 'nodes/shared'))).toEqual([]);
	});
});

/** What is no source of ours is looked for where it lies. */
const isThere = (paths: ReadonlySet<string>, to: string): boolean =>
	[to, `${to}.ts`, `${to}/index.ts`].some((path) => paths.has(path)) ||
	(/\.(json|woff2)$/.test(to) && existsSync(join(ROOT, to)));
