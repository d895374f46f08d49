import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { inCache, isAlive } from '../cache.mjs';
import { startInBackground, waitUntilReady } from '../process/background.mjs';
import { succeeds } from '../process/command.mjs';
import { PlainError } from '../process/plainError.mjs';
import { lxdEnvironment } from './lxc.mjs';

const LAB = inCache('lab');
const LOG = inCache('logs', 'lxd.log');
const PREFIX = 'lxd-';

/** What a socket's path may take up, less the longest name that LXD makes in its folder. */
const MOST_PATH_BYTES = 107 - '/seccomp.socket'.length;

/**
 * Starts an LXD whose whole state lies in a folder of this process: the machine's own LXD, if there is one, and
 * labs of other clones are not touched.
 *
 * @returns {Promise<{ folder: string, stop: () => Promise<void> }>} stop ends its containers and removes the folder
 */
export async function startLxd() {
	await removeAbandoned();
	const folder = join(LAB, `${PREFIX}${process.pid}`);
	if (Buffer.byteLength(lxdEnvironment(folder).LXD_DIR) > MOST_PATH_BYTES) {
		throw new PlainError(
			`LXD's sockets can't have paths as long as ${folder}. Set VM_SNAPSHOTS_CACHE to a folder with a shorter one.`,
		);
	}
	return { folder, stop: await startIn(folder) };
}

/** A run that was killed leaves mounts and containers behind; only LXD itself can take them down in order. */
async function removeAbandoned() {
	await mkdir(LAB, { recursive: true });
	for (const name of await readdir(LAB)) {
		const owner = Number(name.slice(PREFIX.length));
		if (!name.startsWith(PREFIX) || !Number.isInteger(owner)) continue;
		if (owner !== process.pid && isAlive(owner)) continue;
		const folder = join(LAB, name);
		const stop = (await answers(folder)) ? () => takeDown(folder) : await startIn(folder);
		await stop();
	}
}

/**
 * @param {string} folder
 * @returns {Promise<() => Promise<void>>} what takes it down
 */
async function startIn(folder) {
	await mkdir(lxdEnvironment(folder).LXD_DIR, { recursive: true });
	await mkdir(lxdEnvironment(folder).LXD_CONF, { recursive: true });
	const daemon = startInBackground('LXD', 'lxd', ['--group', 'root'], {
		env: {
			...lxdEnvironment(folder),
			PATH: `${await forgivingModprobe(folder)}${delimiter}${process.env.PATH}`,
			// It would look for lists of images on the internet.
			HTTPS_PROXY: 'http://127.0.0.1:9',
		},
		logFile: LOG,
	});
	try {
		await waitUntilReady(daemon, () => answers(folder), 60);
	} catch (error) {
		await daemon.stop();
		throw error;
	}
	return async () => {
		try {
			await takeDown(folder);
		} finally {
			await daemon.stop();
		}
	};
}

/** @param {string} folder */
const answers = (folder) => succeeds('lxc', ['query', '/1.0'], { env: lxdEnvironment(folder) });

/**
 * Ends the containers, then LXD, which takes its mounts down. A mere signal would leave both. In a process group of
 * its own, so that whoever presses Ctrl-C once more does not interrupt it.
 *
 * @param {string} folder
 */
async function takeDown(folder) {
	const shutdown = startInBackground('The end of LXD', 'lxd', ['shutdown', '--timeout', '60'], {
		env: lxdEnvironment(folder),
		logFile: LOG,
	});
	const ending = await shutdown.ended();
	if (ending !== 0) {
		throw new PlainError(
			`LXD in ${folder} could not be taken down (${ending}). Its last words (${LOG}):\n${shutdown.lastWords()}`,
		);
	}
	await rm(folder, { recursive: true });
}

/**
 * LXD offers VMs only if modprobe finds a module that a bare machine lacks. They are created, snapshotted and
 * restored without it; only starting one needs it.
 *
 * @param {string} folder
 * @returns {Promise<string>} the folder to put first in PATH
 */
async function forgivingModprobe(folder) {
	const programs = join(folder, 'programs');
	await mkdir(programs, { recursive: true });
	const program = join(programs, 'modprobe');
	await writeFile(program, '#!/bin/sh\n[ -x /sbin/modprobe ] && /sbin/modprobe "$@"\nexit 0\n');
	await chmod(program, 0o755);
	return programs;
}
