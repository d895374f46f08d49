import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { SYSTEMS } from '../../cli/systems';
import type { VergeosSimulator } from '../simulators/vergeos';
import { CliBench } from './support/bench';
import { vergeosConnection, vergeosWithVms } from './support/systems';

let bench: CliBench;
beforeEach(async () => (bench = await CliBench.start()));
afterEach(async () => await bench.close());

const SECRET = 'nobody-may-read-this';

describe('a connection that can’t be meant is refused before anything is sent', () => {
	const login = { system: 'vergeos', url: 'https://127.0.0.1:1', apiKey: SECRET };

	it.each<[string, object, readonly string[], string]>([
		['an unknown system', { a: { ...login, system: 'hal' } }, [], 'There is no system "hal"'],
		['a name that is not there', { a: login }, ['-c', 'b'], 'has no connection "b"'],
		['several, none of them named', { a: login, b: login }, [], 'several connections'],
		['none at all', {}, [], 'holds no connection'],
		[
			'a field that is not known',
			{ a: { ...login, pasword: 'x' } },
			[],
			'has an unknown field: pasword',
		],
		[
			'a field that is missing',
			{ a: { system: 'libvirt', host: 'h' } },
			[],
			'username of connection a is missing',
		],
		[
			'a port that is none',
			{ a: { system: 'libvirt', host: 'h', username: 'u', port: 99999 } },
			[],
			'port of connection a must be 65535 or less',
		],
		[
			'an address without TLS',
			{ a: { ...login, url: 'http://h' } },
			[],
			'url of connection a must begin with https://',
		],
		[
			'two logins',
			{ a: { ...login, username: 'u' } },
			[],
			'either apiKey, or username and password',
		],
		[
			'a key and a password',
			{ a: { system: 'libvirt', host: 'h', username: 'u', privateKey: 'k', password: SECRET } },
			[],
			'either privateKey or password',
		],
		[
			'a file that is not there',
			{ a: { ...login, apiKey: { file: 'gone' } } },
			[],
			'it is not there',
		],
		[
			'a variable that is not set',
			{ a: { ...login, apiKey: { env: 'GONE' } } },
			[],
			'GONE is not set',
		],
		[
			'a reference of another kind',
			{ a: { ...login, apiKey: { vault: 'x' } } },
			[],
			'apiKey of connection a must be a text',
		],
	])('%s', async (_what, connections, args, message) => {
		await bench.connect(connections);
		const ran = await bench.run(['list', ...args]);
		expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
		expect(ran.stderr).toContain(message);
		expect(ran.stderr).not.toContain(SECRET);
	});

	it('a file that is not JSON, without showing what stands in it', async () => {
		const file = await bench.write('broken.json', `{"apiKey": "${SECRET}`);
		const ran = await bench.runBare(['list', '--connections', file]);
		expect(ran.exitCode).toBe(2);
		expect(ran.stderr).toContain(`${file} is not valid JSON`);
		expect(ran.stderr).not.toContain(SECRET);
	});

	it('no file at all, where XDG or the home folder would have it', async () => {
		const home = await bench.runBare(['list']);
		expect(home.exitCode).toBe(2);
		expect(home.stderr).toContain(join(bench.home, '.config/vm-snapshots/connections.json'));
		const xdg = await bench.runBare(['list'], { env: { XDG_CONFIG_HOME: '/nowhere' } });
		expect(xdg.stderr).toContain(
			'There are no connections yet: /nowhere/vm-snapshots/connections.json',
		);
	});

	it('a system of the environment that is not known', async () => {
		const ran = await bench.runBare(['list'], { env: { VM_SNAPSHOTS_SYSTEM: 'hal' } });
		expect(ran.exitCode).toBe(2);
		expect(ran.stderr).toMatch(/There are: (\w+, )*libvirt, (\w+, )*vergeos/);
	});
});

it('names the variable that is missing or wrong, where the environment is what tells', async () => {
	const url = await bench.runBare(['list'], { env: { VM_SNAPSHOTS_SYSTEM: 'vergeos' } });
	expect(url.exitCode).toBe(2);
	expect(url.stderr).toContain('error: VM_SNAPSHOTS_URL is missing');
	const env = { VM_SNAPSHOTS_SYSTEM: 'vergeos', VM_SNAPSHOTS_API_KEY_FILE: '/nowhere' };
	const key = await bench.runBare(['list'], { env });
	expect(key.stderr).toContain('VM_SNAPSHOTS_API_KEY can’t be read from /nowhere');
});

describe('a connection that works', () => {
	let simulator: VergeosSimulator;
	beforeEach(async () => (simulator = await vergeosWithVms()));
	afterEach(async () => await simulator.close());

	it('comes from the environment alone, secrets from files', async () => {
		const key = await bench.write('key', `${simulator.credentials.apiKey}\n`);
		const certificate = await bench.write('ca.pem', simulator.certificatePem, 0o644);
		const env = {
			VM_SNAPSHOTS_SYSTEM: 'vergeos',
			VM_SNAPSHOTS_URL: simulator.url,
			VM_SNAPSHOTS_API_KEY_FILE: key,
			VM_SNAPSHOTS_SERVER_CERTIFICATE_FILE: certificate,
		};
		const ran = await bench.runBare(['list', '--all', '-q'], { env });
		expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
		expect(ran.stdout).toContain('web-01');
	});

	it('takes what stands in files beside the connections file, and in the environment', async () => {
		await bench.write('ca.pem', simulator.certificatePem, 0o644);
		await bench.connect({
			a: {
				...vergeosConnection(simulator),
				serverCertificate: { file: 'ca.pem' },
				apiKey: { env: 'KEY' },
			},
		});
		const env = { KEY: simulator.credentials.apiKey };
		expect((await bench.run(['list', '--all'], { env })).exitCode).toBe(0);
	});

	it('is the default one, the one named by the environment, or the one that the person names', async () => {
		const right = vergeosConnection(simulator);
		await bench.connect({ right, wrong: { ...right, apiKey: 'x' } }, { default: 'right' });
		expect((await bench.run(['list'])).exitCode).toBe(0);
		expect((await bench.run(['list', '-c', 'wrong'])).exitCode).toBe(1);
		const env = { VM_SNAPSHOTS_CONNECTION: 'wrong' };
		expect((await bench.run(['list'], { env })).stderr).toContain('[AUTH]');
		expect((await bench.run(['list', '-c', 'right'], { env })).exitCode).toBe(0);
	});

	it('warns of files that others can read, once they hold a secret', async () => {
		const key = await bench.write('key', simulator.credentials.apiKey, 0o644);
		await bench.connect({ a: { ...vergeosConnection(simulator), apiKey: { file: key } } });
		await chmod(join(bench.home, 'connections.json'), 0o640);
		const ran = await bench.run(['list']);
		expect(ran.exitCode).toBe(0);
		expect(ran.stderr).toContain('connections.json can be read by others; chmod 600 ends that.');
		expect(ran.stderr).toContain('key, which holds apiKey of connection a, can be read by others');
	});

	it('is not made to a server that nobody vouches for, nor does it learn the secret', async () => {
		const { serverCertificate: _, ...unchecked } = vergeosConnection(simulator);
		await bench.connect({ a: unchecked });
		const ran = await bench.run(['list']);
		expect(ran.exitCode).toBe(1);
		expect(ran.stderr).toContain('[TLS]');
		expect(simulator.requests).toEqual([]);
	});
});

it('has fields of each system that can be told apart in the environment', () => {
	for (const { fields } of SYSTEMS) {
		expect(Object.keys(fields)).not.toContain('system');
		expect(Object.keys(fields)).not.toContain('connection');
		expect(Object.keys(fields).filter((name) => /File$/.test(name))).toEqual([]);
	}
});
