import { createServer } from 'node:net';
import { PlainError } from './plainError.mjs';

const LOOPBACK = '127.0.0.1';

/** @returns {Promise<number>} one that nobody listens on at this moment */
export async function freePort() {
	return await listenOnce(0);
}

/** @param {number} port */
export async function isFree(port) {
	try {
		await listenOnce(port);
		return true;
	} catch (error) {
		if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return false;
		throw error;
	}
}

/**
 * @param {number} port
 * @param {string} what who wants it
 */
export async function assertFree(port, what) {
	if (await isFree(port)) return;
	throw new PlainError(
		`Port ${port} on ${LOOPBACK} is taken, so ${what} can't listen there. End what uses it, or choose another with --port.`,
	);
}

/**
 * @param {number | undefined} wanted asked for by a person: that one or none
 * @param {number} usual taken if it is free, else any
 * @param {string} what who wants it
 */
export async function choosePort(wanted, usual, what) {
	if (wanted === undefined) return (await isFree(usual)) ? usual : await freePort();
	await assertFree(wanted, what);
	return wanted;
}

/**
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOnce(port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, LOOPBACK, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}
