import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The licences of what was bundled ask to travel along. */
export async function writeLicences(root, path, { inputs }) {
	const packages = new Set();
	for (const input of Object.keys(inputs)) {
		const found = /^((?:.*node_modules\/(?:@[^/]+\/)?|(?:.*\/)?third-party\/)[^/]+)\//.exec(
			input,
		)?.[1];
		if (found !== undefined) packages.add(resolve(root, found));
	}
	if (packages.size === 0) return;
	const texts = await Promise.all([...packages].sort().map(licenceOf));
	await writeFile(path, texts.join(`\n${'-'.repeat(80)}\n\n`));
}

const LICENCE_FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'];

async function licenceOf(folder) {
	const { name, version, license, author, homepage, repository } = await readJson(
		resolve(folder, 'package.json'),
	);
	if (license === undefined) throw new Error(`${name} does not say under which licence it is`);
	const by = typeof author === 'object' ? author.name : author;
	// Some licences, as the MPL, ask to tell where the source is.
	const source = homepage ?? repository?.url ?? repository;
	const declared = [`by ${by ?? 'its authors'}`, source].filter(Boolean).join(', ');
	const candidates = [
		...LICENCE_FILES.map((file) => resolve(folder, file)),
		// Not each package brings the text of its licence along.
		resolve(import.meta.dirname, '../../nodes/shared/png/third-party/licences', `${license}.txt`),
	];
	const texts = await Promise.allSettled(candidates.map((path) => readFile(path, 'utf8')));
	const text =
		texts.find(({ status }) => status === 'fulfilled')?.value ??
		`The package brings no licence text; it declares ${license}.`;
	return `${name} ${version} (${license}), ${declared}\n\n${text.trim()}\n`;
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
