import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { startInBackground, waitUntilReady } from '../process/background.mjs';
import { run } from '../process/command.mjs';
import { freePort } from '../process/ports.mjs';

/**
 * @typedef {object} SshServer
 * @property {string} host
 * @property {number} port
 * @property {string} username
 * @property {string} privateKey the one key that may log in
 * @property {string} strangerKey a key that may not
 * @property {string} fingerprint of the host key, as `ssh-keygen -lf` prints it: `SHA256:…`
 * @property {() => Promise<void>} stop
 */

/**
 * An OpenSSH server on loopback with host key and client key of its own.
 *
 * @param {string} folder
 * @returns {Promise<SshServer>}
 */
export async function startSshd(folder) {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await mkdir('/run/sshd', { recursive: true }); // sshd refuses to start without it
	for (const name of ['host', 'client', 'stranger']) await makeKey(join(folder, name));
	const authorized = join(folder, 'authorized_keys');
	await copyFile(join(folder, 'client.pub'), authorized);
	await chmod(authorized, 0o600);

	const port = await freePort();
	const settings = join(folder, 'sshd_config');
	await writeFile(
		settings,
		[
			`Port ${port}`,
			'ListenAddress 127.0.0.1',
			`HostKey ${join(folder, 'host')}`,
			`AuthorizedKeysFile ${authorized}`,
			'StrictModes no', // the repository may lie in a folder that others can write
			'PermitRootLogin prohibit-password',
			'PasswordAuthentication no',
			'UsePAM no',
			`PidFile ${join(folder, 'sshd.pid')}`,
			'',
		].join('\n'),
	);
	const daemon = startInBackground('sshd', '/usr/sbin/sshd', ['-D', '-e', '-f', settings], {
		logFile: join(folder, 'sshd.log'),
	});
	try {
		await waitUntilReady(daemon, () => accepts(port), 20);
	} catch (error) {
		await daemon.stop();
		throw error;
	}
	const [, fingerprint] = (await run('ssh-keygen', ['-lf', join(folder, 'host.pub')])).split(' ');
	return {
		host: '127.0.0.1',
		port,
		username: userInfo().username,
		privateKey: await readFile(join(folder, 'client'), 'utf8'),
		strangerKey: await readFile(join(folder, 'stranger'), 'utf8'),
		fingerprint,
		stop: () => daemon.stop(),
	};
}

/** @param {string} file */
async function makeKey(file) {
	if (existsSync(file)) return;
	await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'end-to-end tests', '-f', file]);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => socket.end(() => resolve(true)));
		socket.once('error', () => resolve(false));
	});
}
