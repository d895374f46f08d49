import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The licences of what was bundled ask to travel along. */
export async function writeLicences(root, path, { inputs }) {
	const packages = new Set();
	for (const input of Object.keys(inputs)) {
		const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
		if (found !== undefined) packages.add(resolve(root, found));
	}
	if (packages.size === 0) return;
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
