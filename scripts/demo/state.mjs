import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../cache.mjs';
import { PlainError } from '../process/plainError.mjs';

const RUNNING_FILE = 'running.json';

/**
 * Takes the demo's folder for this process: two n8n on one database would ruin it.
 *
 * @param {string} home
 */
export async function claim(home) {
	await mkdir(home, { recursive: true });
	const file = join(home, RUNNING_FILE);
	if (existsSync(file)) await refuseWhileRunning(JSON.parse(await readFile(file, 'utf8')));
	await writeFile(file, JSON.stringify({ pid: process.pid }));
	return {
		/** @param {string} url */
		announce: (url) => writeFile(file, JSON.stringify({ pid: process.pid, url })),
		release: () => rm(file, { force: true }),
		empty: async () => {
			for (const name of await readdir(home)) {
				if (name !== RUNNING_FILE) await rm(join(home, name), { recursive: true, force: true });
			}
		},
	};
}

/** @param {{ pid: number, url?: string }} other */
async function refuseWhileRunning({ pid, url }) {
	if (isAlive(pid)) {
		throw new PlainError(
			`The demo is running already (process ${pid}${url ? `, ${url}` : ''}). End that one first.`,
		);
	}
	if (url && (await isN8n(url))) {
		throw new PlainError(
			`An earlier demo was ended by force, and its n8n still runs at ${url}. End that n8n first.`,
		);
	}
}

/** @param {string} url */
async function isN8n(url) {
	try {
		return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
	} catch {
		return false; // nobody listens there
	}
}

/**
 * Login and encryption key, made at the first start and kept: n8n's database needs the same key again.
 *
 * @param {string} home
 * @returns {Promise<{ owner: import('../n8n/rest.mjs').Owner, encryptionKey: string }>}
 */
export async function readSecrets(home) {
	const file = join(home, 'secrets.json');
	if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
	const secrets = {
		owner: {
			email: 'demo@example.com',
			firstName: 'Demo',
			lastName: 'Owner',
			password: `Demo1${randomBytes(6).toString('hex')}`, // n8n asks for a capital letter and a digit
		},
		encryptionKey: randomBytes(24).toString('hex'),
	};
	await writeFile(file, JSON.stringify(secrets, null, '\t'), { mode: 0o600 });
	return secrets;
}
