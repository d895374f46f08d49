import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A way to a TCP server that lets answers through late, so that a test can act while one is on its way.
 */
export class SlowPath {
	#server;
	#sockets = new Set();
	/** How late each piece of an answer arrives. */
	delayMilliseconds = 0;

	/** @param {number} targetPort on loopback */
	constructor(targetPort) {
		this.#server = createServer((near) => this.#join(near, connect(targetPort, '127.0.0.1')));
	}

	/** @returns {Promise<number>} the port to use instead of the server's own */
	async open() {
		await once(this.#server.listen(0, '127.0.0.1'), 'listening');
		const address = this.#server.address();
		return typeof address === 'object' && address ? address.port : 0;
	}

	async close() {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	/**
	 * @param {import('node:net').Socket} near
	 * @param {import('node:net').Socket} far
	 */
	#join(near, far) {
		/** In the order that things happened, so none overtakes a piece of an answer. */
		const late = (act) => setTimeout(() => near.destroyed || act(), this.delayMilliseconds);
		for (const socket of [near, far]) {
			this.#sockets.add(socket);
			socket.setNoDelay(true);
			// Either side may vanish: that is what the test does. Then the other goes too.
			socket.on('error', () => undefined);
			socket.on('close', () => this.#sockets.delete(socket));
		}
		near.on('close', () => far.destroy());
		far.on('close', (isBroken) => late(() => (isBroken ? near.destroy() : near.end())));
		near.pipe(far);
		far.on('data', (piece) => late(() => near.write(piece)));
	}
}
