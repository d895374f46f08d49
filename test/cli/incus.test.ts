import { newCertificate } from '../support/certificate';
import { IncusSimulator } from '../simulators/incus';
import { CliBench } from './support/bench';

const certificate = newCertificate({ commonName: 'lxd.simulator' });
const identity = newCertificate({ commonName: 'cli', purpose: 'client' });
const stranger = newCertificate({ commonName: 'stranger', purpose: 'client' });

let bench: CliBench;
let simulator: IncusSimulator;
beforeEach(async () => {
	bench = await CliBench.start();
	simulator = await IncusSimulator.start({ certificate, identity, flavour: 'lxd' });
	simulator.addInstance({ name: 'web-01', type: 'container' });
	simulator.addInstance({ name: 'not-ours', project: 'lab' });
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

const connection = (change: object = {}) => ({
	system: 'incus',
	url: simulator.url,
	clientCertificate: identity.certificatePem,
	clientKey: identity.keyPem,
	serverCertificate: simulator.certificatePem,
	...change,
});

it('reaches LXD by a certificate in the connections file, and lists the project that is named', async () => {
	await bench.connect({ lab: connection({ project: 'default' }), all: connection() });
	const ours = await bench.run(['list', '--all', '-c', 'lab']);
	expect(ours.exitCode).toBe(0);
	expect(ours.stdout).toContain('web-01');
	expect(ours.stdout).not.toContain('not-ours');
	const all = await bench.run(['list', '--all', '-c', 'all']);
	expect(all.stdout).toContain('not-ours');
});

it('reaches newer LXD by a token of its own', async () => {
	const { clientCertificate: _c, clientKey: _k, ...server } = connection();
	await bench.connect({ lab: { ...server, token: simulator.newBearer() } });
	expect((await bench.run(['list', '--all', '-c', 'lab'])).exitCode).toBe(0);
});

it('tells of a certificate that the server does not trust', async () => {
	const { certificatePem: clientCertificate, keyPem: clientKey } = stranger;
	await bench.connect({ lab: connection({ clientCertificate, clientKey }) });
	const refused = await bench.run(['list', '-c', 'lab']);
	expect(refused.exitCode).toBe(1);
	expect(refused.stderr).toContain('[AUTH]');
	expect(refused.stderr).toContain('lxc config trust add n8n.crt');
});

it.each([
	['neither', { clientCertificate: undefined, clientKey: undefined }],
	['both', { token: 't0ken' }],
	['a certificate without its key', { clientKey: undefined }],
])('sends nothing with %s of certificate and token', async (_what, change) => {
	await bench.connect({ lab: connection(change) });
	const refused = await bench.run(['list', '-c', 'lab']);
	expect(refused.exitCode).toBe(2);
	expect(refused.stderr).toContain('either clientCertificate and clientKey, or token');
	expect(simulator.count()).toBe(0);
});
