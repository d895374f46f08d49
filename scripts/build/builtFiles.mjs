import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

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

/** The modules that a piece of JavaScript asks for; what stands in comments and texts asks for nothing. */
export const requiredBy = (code) =>
	ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
