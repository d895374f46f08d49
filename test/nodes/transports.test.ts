import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { SSHTunnelFunctions } from 'n8n-workflow';
import { openSsh } from '../../nodes/shared/transports';
import { manualClock } from '../support/clock';

const PUBLIC_KEY = Buffer.from('a public key');
const FINGERPRINT = `SHA256:${createHash('sha256').update(PUBLIC_KEY).digest('base64').replace(/=+$/, '')}`;

/** A connection of n8n's pool, as far as opening one looks at it. */
class PooledClient extends EventEmitter {
	ended = 0;

	constructor() {
		super();
		this.on('newListener', (event: string) => {
			const keys = [{ type: 'ssh-ed25519', getPublicSSH: () => PUBLIC_KEY }];
			if (event === 'hostkeys') queueMicrotask(() => this.emit('hostkeys', keys));
		});
	}

	setNoDelay(): this {
		return this;
	}

	end(): void {
		this.ended += 1;
	}
}

async function opened() {
	const client = new PooledClient();
	const clock = manualClock();
	let uses = 0;
	const transports = {
		getSSHClient: async () => client,
		updateLastUsed: () => {
			uses += 1;
		},
	} as unknown as SSHTunnelFunctions;
	const ssh = await openSsh(
		transports,
		{
			system: 'libvirt',
			hostKeyFingerprint: FINGERPRINT,
			credentials: {
				sshHost: 'kvm-01',
				sshPort: 22,
				sshUser: 'root',
				sshAuthenticateWith: 'privateKey',
				privateKey: 'key',
			},
		},
		clock,
		new AbortController().signal,
	);
	return { client, clock, ssh, uses: () => uses };
}

describe('one of n8n’s pooled SSH connections', () => {
	it('is said to be in use all the while, or n8n would end it under a long task', async () => {
		const { clock, uses } = await opened();
		await clock.advance(10 * 60_000);

		expect(uses()).toBe(20);
	});

	it('goes back to the pool open, and is not said to be in use any more', async () => {
		const { client, clock, ssh, uses } = await opened();
		await ssh.close();
		await clock.advance(10 * 60_000);

		expect([uses(), client.ended]).toEqual([0, 0]);
		expect(clock.sleepers()).toBe(0);
	});

	it('is not said to be in use after it broke', async () => {
		const { client, clock, uses } = await opened();
		client.emit('close');
		await clock.advance(10 * 60_000);

		expect(uses()).toBe(0);
	});
});
