import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every JavaScript file under a folder, as `{ path, code }`. */
export async function builtFiles(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
		.map((entry) => join(entry.parentPath, entry.name));
	return await Promise.all(
		paths.sort().map(async (path) => ({ path, code: await readFile(path, 'utf8') })),
	);
}

const REQUIRED = /\b(?:require|import)\(\s*(["'`])([^"'`]+)\1\s*\)/g;

/** The modules that a piece of CommonJS asks for. */
export const requiredBy = (code) => [...code.matchAll(REQUIRED)].map(([, , module]) => module);
