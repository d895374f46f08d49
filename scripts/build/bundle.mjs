import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

/**
 * What our own file asks for stays a `require`, except for the libraries: these come in whole, and as the
 * sources that an `import` gets, so that each package within shows up with its licence.
 */
const onlyLibraries = (ours) => ({
	name: 'only-libraries',
	setup({ onResolve, resolve: resolveAs }) {
		onResolve({ filter: /.*/ }, async ({ path, importer, resolveDir, kind }) => {
			if (importer !== ours) return undefined;
			if (!LIBRARIES.includes(path)) return { path, external: true };
			if (kind === 'import-statement') return undefined;
			return await resolveAs(path, { kind: 'import-statement', importer, resolveDir });
		});
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

const LICENCE_FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'];

async function licenceOf(folder) {
	const { name, version, license, author, homepage } = await readJson(
		resolve(folder, 'package.json'),
	);
	if (license === undefined) throw new Error(`${name} does not say under which licence it is`);
	const by = typeof author === 'object' ? author.name : author;
	const declared = [`by ${by ?? 'its authors'}`, homepage].filter(Boolean).join(', ');
	const text = await Promise.any(
		LICENCE_FILES.map((file) => readFile(resolve(folder, file), 'utf8')),
	).catch(() => `The package brings no licence text; it declares ${license}.`);
	return `${name} ${version} (${license}), ${declared}\n\n${text.trim()}\n`;
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
