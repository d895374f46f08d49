import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inCache, repository } from '../cache.mjs';
import { npm } from './npm.mjs';

/**
 * Installs the repository's development dependencies, if they are missing or not those of the lock file.
 *
 * @param {import('../progress.mjs').Progress} progress
 */
export async function installDependencies(progress) {
	if (await areUpToDate()) return;
	await progress.step('Installing development dependencies', () =>
		npm(['ci'], { cwd: repository, logFile: inCache('logs', 'npm-ci.log') }),
	);
}

/** npm leaves a copy of the lock file in node_modules that tells what is really there. */
async function areUpToDate() {
	const installed = join(repository, 'node_modules/.package-lock.json');
	if (!existsSync(installed)) return false;
	const there = (await readLock(installed)).packages;
	const wanted = (await readLock(join(repository, 'package-lock.json'))).packages;
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || there[path]?.version === version || (optional && !(path in there)),
	);
}

/**
 * @param {string} file
 * @returns {Promise<{ packages: Record<string, { version?: string, optional?: boolean }> }>}
 */
async function readLock(file) {
	return JSON.parse(await readFile(file, 'utf8'));
}
