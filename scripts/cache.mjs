import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('..', import.meta.url));

/** Everything these scripts download, build or start lives here; removing it loses nothing but time. */
export const cacheFolder = resolve(process.env.VM_SNAPSHOTS_CACHE ?? join(repository, '.cache'));

/** @param {string[]} parts */
export const inCache = (...parts) => join(cacheFolder, ...parts);

/**
 * Makes a folder that exists only when it is complete: it is filled under another name and renamed last,
 * so an interrupted run is never taken for a finished one.
 *
 * @param {string} folder
 * @param {(unfinished: string) => Promise<void>} fill
 * @returns {Promise<{ made: boolean }>}
 */
export async function completeFolder(folder, fill) {
	if (existsSync(folder)) return { made: false };
	await mkdir(dirname(folder), { recursive: true });
	await removeAbandoned(folder);
	const unfinished = `${folder}.unfinished-${process.pid}`;
	await mkdir(unfinished);
	await fill(unfinished);
	await rename(unfinished, folder);
	return { made: true };
}

/** @param {string} folder */
async function removeAbandoned(folder) {
	const prefix = `${basename(folder)}.unfinished-`;
	for (const name of await readdir(dirname(folder))) {
		if (!name.startsWith(prefix)) continue;
		const pid = Number(name.slice(prefix.length));
		if (pid !== process.pid && isAlive(pid)) continue; // another run is at it right now
		await rm(join(dirname(folder), name), { recursive: true, force: true });
	}
}

/** @param {number} pid */
export function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		if (error.code === 'ESRCH') return false;
		if (error.code === 'EPERM') return true; // someone else's, but there
		throw error;
	}
}
