import { thrownBy } from '../../support/thrownBy';
import {
	assertHostKey,
	parseFingerprints,
	type ProvenKey,
	provenHostKeys,
} from '../../../drivers/transports/hostKey';
import { manualClock } from '../../support/clock';
import { FakeSshClient, hostKey } from './fakeSshClient';

const server = { system: 'libvirt', host: 'kvm1', port: 22, username: 'ops' };
const never = new AbortController().signal;
const refusal = (proven: readonly ProvenKey[], expected: string | undefined) =>
	thrownBy(() => assertHostKey(proven, expected, server));

// Made once by ssh-keygen for this test; the text below is what `ssh-keygen -lf` printed for it.
const KNOWN = {
	type: 'ssh-ed25519',
	getPublicSSH: () =>
		Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIL/86hh5NzKWHtbutSCwDs4uR4Ky9ZQwCmpFAfGiKBMD', 'base64'),
};
const KNOWN_FINGERPRINT = 'SHA256:CpVNKvWl5Zf3OzhDZiXYS8r3IxZ+yxveMrbmPz8Cyoc';

async function proven(...keys: ReturnType<typeof hostKey>[]) {
	const client = new FakeSshClient();
	const proof = provenHostKeys(client, manualClock(), never);
	client.announce(...keys);
	return await proof;
}

describe('a host key', () => {
	it('has the fingerprint that ssh-keygen prints', async () => {
		expect(await proven(KNOWN)).toEqual([{ type: 'ssh-ed25519', fingerprint: KNOWN_FINGERPRINT }]);
	});

	it.each(['', 'SHA256:'])(
		'is accepted with the prefix %j, padded or not, among others',
		async (prefix) => {
			const keys = await proven(hostKey(), KNOWN);
			const bare = KNOWN_FINGERPRINT.slice('SHA256:'.length);
			for (const text of [
				`${prefix}${bare}`,
				`${prefix}${bare}=`,
				`SHA256:other, ${prefix}${bare}\n`,
			]) {
				expect(() => assertHostKey(keys, text, server)).not.toThrow();
			}
		},
	);

	it('is refused when it differs, with both fingerprints', async () => {
		const keys = await proven(KNOWN);
		expect(refusal(keys, 'SHA256:other')).toMatchObject({
			code: 'TLS',
			message: expect.stringContaining('SHA256:other'),
		});
		expect(refusal(keys, 'SHA256:other')).toMatchObject({
			code: 'TLS',
			message: expect.stringContaining(KNOWN_FINGERPRINT),
		});
	});

	it.each([undefined, '', '  \n'])(
		'is refused when none is expected (%j), and told how to check it',
		async (expected) => {
			const keys = await proven(KNOWN);
			expect(refusal(keys, expected)).toMatchObject({
				code: 'TLS',
				message: expect.stringContaining(KNOWN_FINGERPRINT),
				advice: expect.stringContaining('ssh-keygen -lf'),
			});
		},
	);

	it('is refused when the server proves none', () => {
		expect(refusal([], KNOWN_FINGERPRINT)).toMatchObject({
			code: 'TLS',
			message: expect.stringContaining('did not prove'),
		});
	});

	it('is compared by letter case', async () => {
		const keys = await proven(KNOWN);
		expect(refusal(keys, KNOWN_FINGERPRINT.toLowerCase())).toMatchObject({
			code: 'TLS',
			message: expect.stringContaining('not the expected one'),
		});
	});

	it('is remembered with a pooled connection, which announces once', async () => {
		const client = new FakeSshClient();
		const clock = manualClock();
		const both = [provenHostKeys(client, clock, never), provenHostKeys(client, clock, never)];
		client.announce(KNOWN);
		const third = provenHostKeys(client, clock, never);
		for (const keys of await Promise.all([...both, third])) expect(keys).toHaveLength(1);
		expect(client.listenerCount('hostkeys')).toBe(1);
	});

	it('is waited for a limited time only', async () => {
		const clock = manualClock();
		const proof = provenHostKeys(new FakeSshClient(), clock, never);
		await clock.advance(5_000);
		await expect(proof).resolves.toEqual([]);
	});

	it('is waited for no longer once the signal aborts', async () => {
		const abort = new AbortController();
		const proof = provenHostKeys(new FakeSshClient(), manualClock(), abort.signal);
		abort.abort(new Error('enough'));
		await expect(proof).rejects.toThrow('enough');
	});
});

describe('fingerprints in a credential', () => {
	it('may be separated by commas, blanks and line ends', () => {
		expect(parseFingerprints(' SHA256:a=, b\nsha256:c== ')).toEqual([
			'SHA256:a',
			'SHA256:b',
			'SHA256:c',
		]);
	});
});
