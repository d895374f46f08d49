import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { PROVIDED } from './selfContained.mjs';
import { writeLicences } from './licences.mjs';

/**
 * Libraries of pure JavaScript or WebAssembly that n8n does not bring along. They are put into the file that uses
 * them, since a community package must not have run-time dependencies.
 */
const LIBRARIES = [
	'fast-xml-parser',
	'@resvg/resvg-wasm',
	'@resvg/resvg-wasm/index_bg.wasm',
	'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
	'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
];

/** Files of bytes become part of the code: a community package must not read files. */
export const LOADERS = { '.wasm': 'binary', '.ttf': 'binary', '.woff2': 'binary' };

/** All classes that n8n asks for, in one file: n8n's start is slowed by each file that it has to find and read. */
const CLASSES = 'n8n';

/**
 * Bundles the sources of a package into a folder within it: the public door, the classes for n8n, and what they
 * share. What is behind an `import()` stays in files of its own, which are read when they are needed. Each source
 * ends up in exactly one file, so that its classes are the same for all.
 */
export async function bundle(root, folder) {
	const { n8n } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const registered = [...n8n.nodes, ...n8n.credentials].map((path) => relative('dist', path));
	const { outputFiles, metafile } = await build({
		absWorkingDir: resolve(root),
		entryPoints: { index: './index.ts', [CLASSES]: CLASSES },
		outdir: resolve(root, folder),
		chunkNames: 'parts/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm', // the only one that esbuild can split
		platform: 'node',
		target: 'node20',
		charset: 'utf8',
		legalComments: 'inline',
		loader: LOADERS,
		metafile: true,
		write: false,
		logLevel: 'error',
		plugins: [classesForN8n(registered), nothingUnprovided],
	});
	for (const { path, text } of outputFiles) await write(path, commonJs(text));
	for (const path of registered) await write(resolve(root, folder, path), doorTo(path));
	await writeLicences(root, join(resolve(root, folder), 'THIRD_PARTY_LICENSES.txt'), metafile);
}

const classesForN8n = (registered) => ({
	name: 'classes-for-n8n',
	setup({ onResolve, onLoad, initialOptions }) {
		onResolve({ filter: new RegExp(`^${CLASSES}$`) }, ({ path }) => ({ path, namespace: 'list' }));
		onLoad({ filter: /^/, namespace: 'list' }, () => ({
			contents: registered.map((path) => `export * from './${path.slice(0, -3)}';`).join('\n'),
			resolveDir: initialOptions.absWorkingDir,
		}));
	},
});

/** A devDependency must not slip in: what is bundled is published under our name. */
const nothingUnprovided = {
	name: 'nothing-unprovided',
	setup({ onResolve }) {
		onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
			if (kind === 'entry-point' || importer.includes('/node_modules/')) return undefined;
			if (PROVIDED.has(path)) return { path, external: true };
			if (LIBRARIES.includes(path)) return undefined;
			return { errors: [{ text: `${path} does not exist inside n8n, and is not to be bundled` }] };
		});
	},
};

/** What n8n loads, with `require`, which n8n's reloading of packages knows how to undo; `import()` it does not. */
const commonJs = (code) =>
	ts.transpileModule(code, {
		compilerOptions: {
			module: ts.ModuleKind.CommonJS,
			target: ts.ScriptTarget.ES2022,
			esModuleInterop: true,
		},
	}).outputText;

/** n8n looks for a class at the place that package.json names, and takes the class' name from the file's. */
function doorTo(path) {
	const [name] = basename(path).split('.');
	return `'use strict';\nexports.${name} = require('${relative(dirname(path), CLASSES)}.js').${name};\n`;
}

async function write(path, text) {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, text);
}
