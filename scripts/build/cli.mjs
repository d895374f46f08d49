// npm run build -w cli: bundles the command line into cli/dist, with all that it uses but its dependencies.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeLicences } from './licences.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Libraries that are put in; whatever else is imported must be a dependency of the published package. */
const LIBRARIES = ['axios', 'commander', 'fast-xml-parser', 'luxon', 'zod'];

/**
 * Bundles into a folder within `cli/`, from which its dependencies are found. All in one file, as CommonJS: to find
 * and link many modules takes longer than to run them. What is behind an `import()` still runs only when it is
 * asked for, so help and usage errors come without waiting for drivers and libraries.
 *
 * @param {string} folder
 * @returns {Promise<string>} the program
 */
export async function bundleCli(folder = join(ROOT, 'cli', 'dist')) {
	const { dependencies } = JSON.parse(await readFile(join(ROOT, 'cli', 'package.json'), 'utf8'));
	await rm(folder, { recursive: true, force: true });
	const {
		outputFiles: [program],
		metafile,
	} = await build({
		absWorkingDir: ROOT,
		entryPoints: ['./cli/main.ts'],
		outfile: join(folder, 'vm-snapshots.cjs'),
		bundle: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		charset: 'utf8',
		// Less to read; names stay, for whoever reports where an error came from.
		minifyWhitespace: true,
		minifySyntax: true,
		legalComments: 'inline',
		metafile: true,
		write: false,
		logLevel: 'error',
		plugins: [onlyDeclared(Object.keys(dependencies)), withoutUnused],
	});
	await mkdir(folder, { recursive: true });
	await writeFile(program.path, program.text);
	await chmod(program.path, 0o755);
	await writeLicences(ROOT, join(folder, 'THIRD_PARTY_LICENSES.txt'), metafile);
	return program.path;
}

/** @param {readonly string[]} dependencies */
const onlyDeclared = (dependencies) => ({
	name: 'only-declared',
	setup({ onResolve }) {
		onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
			if (kind === 'entry-point' || importer.includes('/node_modules/')) return undefined;
			if (LIBRARIES.includes(path)) return undefined;
			if (path.startsWith('node:') || dependencies.includes(path)) return { path, external: true };
			return { errors: [{ text: `${path} is no dependency of cli/package.json, nor bundled` }] };
		});
	},
});

/**
 * What axios does for forms and by `fetch`, to which nothing here comes: the first brings a list of all media types
 * along, and for either Node loads a second HTTP client of its own. Together they take as long as all the rest.
 */
const UNUSED = [
	{
		file: /\/axios\/lib\/platform\/node\/classes\/FormData\.js$/,
		instead: () => 'export default undefined;',
	},
	{
		file: /\/axios\/lib\/adapters\/fetch\.js$/,
		instead: () => 'export const getFetch = () => false;',
	},
	{
		file: /\/axios\/lib\/utils\.js$/,
		instead: (text) => text.replaceAll('G.FormData', 'undefined'),
	},
];

const withoutUnused = {
	name: 'without-unused',
	setup({ onLoad, onEnd }) {
		const left = new Set(UNUSED);
		for (const one of UNUSED) {
			onLoad({ filter: one.file }, async ({ path }) => {
				const text = await readFile(path, 'utf8');
				const contents = one.instead(text);
				if (contents !== text) left.delete(one);
				return { contents };
			});
		}
		onEnd(() => ({
			errors: [...left].map(({ file }) => ({ text: `axios is not as it was: look at ${file}` })),
		}));
	},
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
