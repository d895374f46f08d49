// VMware's own simulator of the vSphere API, as root on a bare Debian 12 that has to build it once. By itself
// (`node scripts/lab/vcsim.mjs`) it prints how to reach it as JSON and keeps it until Ctrl-C.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inCache } from '../cache.mjs';
import { firstLine, startInBackground } from '../process/background.mjs';
import { PlainError, report } from '../process/plainError.mjs';
import { freePort } from '../process/ports.mjs';
import { Progress } from '../progress.mjs';
import { installDebianPackages } from './apt.mjs';
import { makeCertificate } from './certificate.mjs';
import { keepUntilStopped } from './keep.mjs';
import { buildVcsim } from './vcsimBuild.mjs';

const READY_WITHIN_SECONDS = 180;

/** @typedef {{ vcsim: string, govc: string }} VcsimPrograms */

/**
 * @typedef {object} VcsimLab
 * @property {string} url
 * @property {string} username
 * @property {string} password
 * @property {number} port
 * @property {string} serverCertificate as PEM
 * @property {() => Promise<void>} restart forgets every session and every change, as it keeps all in memory
 * @property {() => Promise<void>} kill ends it without warning
 * @property {() => Promise<void>} stop
 */

/**
 * @param {Progress} progress
 * @returns {Promise<VcsimPrograms>}
 */
export async function prepareVcsim(progress) {
	if (process.platform !== 'linux') throw new PlainError('The vcsim lab needs Debian 12.');
	await installDebianPackages(['openssl'], progress);
	return await buildVcsim(progress);
}

/**
 * @param {VcsimPrograms} programs
 * @param {{ folder: string, vmsPerPool?: number, options?: readonly string[] }} how `vmsPerPool`: it has two pools,
 *   one of a host and one of a cluster
 * @returns {Promise<VcsimLab>}
 */
export async function startVcsim({ vcsim }, { folder, vmsPerPool = 2, options = [] }) {
	await mkdir(folder, { recursive: true });
	const { certificateFile, keyFile, certificate } = await makeCertificate(folder, 'vcsim');
	const port = await freePort();
	const login = { username: 'user', password: 'right-of-vcsim' };
	const start = async () => {
		const background = startInBackground(
			'vcsim',
			vcsim,
			[
				...['-l', `127.0.0.1:${port}`, '-tlscert', certificateFile, '-tlskey', keyFile],
				...['-username', login.username, '-password', login.password],
				...['-api-version', '6.7', '-vm', String(vmsPerPool), ...options],
			],
			// Its own words go to standard output, the first of them once it listens.
			{ logFile: join(folder, 'vcsim.log'), readOutput: true },
		);
		try {
			await firstLine(background, READY_WITHIN_SECONDS);
		} catch (error) {
			await background.kill();
			throw error;
		}
		return background;
	};
	let background = await start();
	return {
		url: `https://127.0.0.1:${port}`,
		...login,
		port,
		serverCertificate: certificate,
		restart: async () => {
			await background.kill();
			background = await start();
		},
		kill: () => background.kill(),
		stop: () => background.stop(),
	};
}

async function main() {
	const programs = await prepareVcsim(new Progress(process.stderr));
	const folder = inCache('lab', `vcsim-${process.pid}`);
	const lab = await startVcsim(programs, { folder });
	const { url, username, password, serverCertificate } = lab;
	const login = { url, username, password, serverCertificate };
	await keepUntilStopped({ ...login, govc: programs.govc }, async () => {
		await lab.stop();
		await rm(folder, { recursive: true });
	});
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	main().catch((error) => {
		report(error);
		process.exitCode = 1;
	});
}
