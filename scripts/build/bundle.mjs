import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { builtFiles, requiredBy } from './builtFiles.mjs';

/**
 * Libraries of pure JavaScript that n8n does not bring along. They are put into the file that uses them,
 * since a community package must not have run-time dependencies.
 */
const LIBRARIES = ['fast-xml-parser'];

export async function bundleLibraries(folder) {
	const users = (await builtFiles(folder)).filter(({ code }) =>
		requiredBy(code).some((module) => LIBRARIES.includes(module)),
	);
	const inputs = new Set();
	for (const { path } of users) {
		for (const input of await bundleInPlace(resolve(path))) inputs.add(input);
	}
	if (users.length > 0) await writeLicences(join(folder, 'THIRD_PARTY_LICENSES.txt'), inputs);
}

async function bundleInPlace(path) {
	const { metafile } = await build({
		entryPoints: [path],
		outfile: path,
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		legalComments: 'inline',
		metafile: true,
		logLevel: 'error',
		plugins: [onlyLibraries(path)],
	});
	return Object.keys(metafile.inputs);
}

/** What our own file asks for stays a `require`, except for the libraries; these come in whole. */
const onlyLibraries = (ours) => ({
	name: 'only-libraries',
	setup({ onResolve }) {
		onResolve({ filter: /.*/ }, ({ path, importer }) =>
			importer === ours && !LIBRARIES.includes(path) ? { path, external: true } : undefined,
		);
	},
});

/** The licences of what was taken in ask to travel along. */
async function writeLicences(path, inputs) {
	const packages = new Set();
	for (const input of inputs) {
		const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
		if (found !== undefined) packages.add(found);
	}
	const texts = await Promise.all([...packages].sort().map(licenceOf));
	await writeFile(path, texts.join(`\n${'-'.repeat(80)}\n\n`));
}

async function licenceOf(folder) {
	const require = createRequire(import.meta.url);
	const { name, version, license } = require(resolve(folder, 'package.json'));
	const found = await Promise.any(
		['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((file) =>
			readFile(join(dirname(resolve(folder, 'package.json')), file), 'utf8'),
		),
	).catch((cause) => {
		throw new Error(`${name} has no licence file to pass on`, { cause });
	});
	return `${name} ${version} (${license})\n\n${found.trim()}\n`;
}
