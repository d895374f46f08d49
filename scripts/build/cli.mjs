// npm run build -w cli: bundles the command line into cli/dist, with all that it uses but its dependencies.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeLicences } from './licences.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Libraries that are put in; whatever else is imported must be a dependency of the published package. */
const LIBRARIES = ['zod', 'luxon', 'fast-xml-parser'];

/**
 * Bundles into a folder within `cli/`, from which its dependencies are found. What is behind an `import()`
 * stays in files of its own: help and usage errors come without waiting for drivers and libraries.
 *
 * @param {string} folder
 */
export async function bundleCli(folder = join(ROOT, 'cli', 'dist')) {
	const { dependencies } = JSON.parse(await readFile(join(ROOT, 'cli', 'package.json'), 'utf8'));
	await rm(folder, { recursive: true, force: true });
	const { outputFiles, metafile } = await build({
		absWorkingDir: ROOT,
		entryPoints: { 'vm-snapshots': './cli/main.ts' },
		outdir: folder,
		outExtension: { '.js': '.mjs' },
		chunkNames: 'parts/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		charset: 'utf8',
		legalComments: 'inline',
		metafile: true,
		write: false,
		logLevel: 'error',
		plugins: [onlyDeclared(Object.keys(dependencies))],
	});
	for (const { path, text } of outputFiles) {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
	}
	const door = join(folder, 'vm-snapshots.mjs');
	await chmod(door, 0o755);
	await writeLicences(ROOT, join(folder, 'THIRD_PARTY_LICENSES.txt'), metafile);
	return door;
}

const DEPENDENCY = 'dependency';

/** What is imported of it by name. */
const COMMANDER = ['Argument', 'Command', 'CommanderError', 'Option'];

/** @param {readonly string[]} dependencies */
const onlyDeclared = (dependencies) => ({
	name: 'only-declared',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
			if (kind === 'entry-point' || importer.includes('/node_modules/')) return undefined;
			if (path.startsWith('node:')) return { path, external: true };
			if (dependencies.includes(path)) return { path, namespace: DEPENDENCY };
			if (LIBRARIES.includes(path)) return undefined;
			return { errors: [{ text: `${path} is no dependency of cli/package.json, nor bundled` }] };
		});
		// As CommonJS, of which axios is one file; its modules are sixty, which takes longer to find than to run.
		onLoad({ filter: /^/, namespace: DEPENDENCY }, ({ path }) => ({
			contents: `
				import { createRequire } from 'node:module';
				const loaded = createRequire(import.meta.url)(${JSON.stringify(path)});
				export default loaded;
				${path === 'commander' ? `export const { ${COMMANDER.join(', ')} } = loaded;` : ''}`,
		}));
		onResolve({ filter: /^node:/, namespace: DEPENDENCY }, ({ path }) => ({
			path,
			external: true,
		}));
	},
});

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
