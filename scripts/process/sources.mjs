import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repository } from '../cache.mjs';

/**
 * One hash over files and folders of the repository: names and contents. Missing ones count as absent.
 *
 * @param {readonly string[]} paths relative to the repository
 */
export async function hashOf(paths) {
	const hash = createHash('sha256');
	for (const path of paths) {
		for (const file of await filesIn(join(repository, path))) {
			hash
				.update(`${relative(repository, file)}\0`)
				.update(await readFile(file))
				.update('\0');
		}
	}
	return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Promise<string[]>} sorted
 */
async function filesIn(path) {
	if (!existsSync(path)) return [];
	try {
		const entries = await readdir(path, { recursive: true, withFileTypes: true });
		return entries
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.sort();
	} catch (error) {
		if (error.code === 'ENOTDIR') return [path];
		throw error;
	}
}
