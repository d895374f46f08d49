import { z } from 'zod';
import { filesBelow, importsOf, rootFile, SOURCE_FOLDERS, type Import } from './sources';

const Texts = z.record(z.string());
const manifestSchema = z.object({
	name: z.string(),
	version: z.string(),
	license: z.string(),
	files: z.array(z.string()),
	bin: Texts,
	engines: Texts,
	scripts: Texts.default({}),
	dependencies: Texts.default({}),
	devDependencies: Texts.default({}),
});
const manifest = manifestSchema.parse(JSON.parse(rootFile('cli/package.json').text));
const nodesManifest = z
	.object({ version: z.string(), engines: Texts, workspaces: z.array(z.string()) })
	.parse(JSON.parse(rootFile('package.json').text));

const sources = filesBelow('cli');
const imports = sources.flatMap(importsOf);
const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const shown = ({ from, to }: Import): string => `${from} → ${to}`;
const isBare = ({ to }: Import): boolean =>
	!/^(cli|drivers|snapshots|nodes|credentials|test)\//.test(to);

/** Put into the published file by scripts/build/cli.mjs, from the nodes’ own development. */
const BUNDLED = ['zod', 'luxon'];

describe('the command line’s package', () => {
	it('is a workspace of its own, with the version and the Node of the nodes', () => {
		expect(nodesManifest.workspaces).toEqual(['cli']);
		expect([manifest.version, manifest.engines]).toEqual([
			nodesManifest.version,
			nodesManifest.engines,
		]);
	});

	it('publishes the build alone, free to use, and runs nothing when it is installed', () => {
		expect(manifest.files).toEqual(['dist']);
		expect(manifest.license).toBe('MIT');
		expect(Object.keys(manifest.scripts)).toEqual(['build']);
		expect(Object.values(manifest.bin)).toEqual(['dist/vm-snapshots.cjs']);
	});

	it('brings the licence of the nodes along', () => {
		expect(rootFile('cli/LICENSE').text).toBe(rootFile('LICENSE').text);
	});

	it('has exactly the dependencies that it imports; only what can’t be bundled is installed with it', () => {
		const bare = imports
			.filter((entry) => isBare(entry) && !entry.typesOnly)
			.map(({ to }) => to)
			.filter((to) => !to.startsWith('node:') && !BUNDLED.includes(to));
		const { dependencies, devDependencies } = manifest;
		const declared = Object.keys({ ...dependencies, ...devDependencies });
		expect([...new Set(bare)].sort()).toEqual(declared.sort());
		expect(Object.keys(dependencies)).toEqual(['ssh2']);
	});
});

describe('imports of the command line', () => {
	it('are found at all', () => {
		expect(sources.map(({ path }) => path)).toContain('cli/main.ts');
		expect(imports.length).toBeGreaterThan(sources.length);
	});

	it('reach the domain and the drivers only', () => {
		const strangers = imports.filter(
			(entry) =>
				!isBare(entry) && !['cli', 'snapshots', 'drivers'].some((one) => isIn(entry.to, one)),
		);
		expect(strangers.map(shown)).toEqual([]);
	});

	it('name a driver under cli/systems alone, and wait with it for a connection', () => {
		const ofDrivers = imports.filter(
			({ to, typesOnly }) => !typesOnly && isIn(to, 'drivers') && !isIn(to, 'drivers/transports'),
		);
		const early = ofDrivers.filter(({ to, late }) => !late && !to.endsWith('/capabilities'));
		expect(ofDrivers.map(shown)).toContain('cli/systems/libvirt.ts → drivers/libvirt/driver');
		expect(ofDrivers.filter(({ from }) => !isIn(from, 'cli/systems')).map(shown)).toEqual([]);
		expect(early.map(shown)).toEqual([]);
	});

	it('happen in the command line alone', () => {
		const others = SOURCE_FOLDERS.flatMap((folder) => filesBelow(folder));
		const wrong = [...others, rootFile('index.ts')]
			.flatMap(importsOf)
			.filter(({ to }) => isIn(to, 'cli'));
		expect(wrong.map(shown)).toEqual([]);
	});
});
