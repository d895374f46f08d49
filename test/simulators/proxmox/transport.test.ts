import { request as httpsRequest } from 'node:https';
import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { ProxmoxSimulator } from './index';
import { takeSnapshot, TestBench, WEB } from './testBench';
import { byToken } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const send = async (
	simulator: ProxmoxSimulator,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<TestAnswer> =>
	await sendTo(simulator, {
		method,
		path: `/api2/json${path}`,
		headers: { ...byToken(simulator.credentials), ...headers },
		body,
	});

/** Without a length: in chunks. */
const sendInChunks = async (simulator: ProxmoxSimulator): Promise<number | undefined> =>
	await new Promise((resolve, reject) => {
		const { address: host, port, certificatePem: ca } = simulator;
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const path = `/api2/json${WEB}/snapshot`;
		const options = { host, port, ca, path, method: 'POST', agent: false, headers } as const;
		const request = httpsRequest(options, (response) => {
			response.resume().on('end', () => resolve(response.statusCode));
		});
		request.on('error', reject);
		request.write('snapname=');
		request.end('a1');
	});

describe('a body', () => {
	it.each(['DELETE', 'GET'])('of %s is refused, whatever is in it', async (method) => {
		const { simulator, client } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		const headers = { 'content-type': 'application/json', 'content-length': '2' };
		const answer = await send(simulator, method, `${WEB}/snapshot/a1`, '{}', headers);
		expect(answer).toMatchObject({
			status: 501,
			statusMessage: `Unexpected content for method '${method}'`,
			body: '',
		});
		expect(await client.snapshots(WEB)).toHaveLength(1);
	});

	it('in chunks is refused', async () => {
		const { simulator, client } = await bench.givenWeb();
		expect(await sendInChunks(simulator)).toBe(501);
		expect(await client.snapshots(WEB)).toEqual([]);
	});

	it('may be JSON, with true for 1', async () => {
		const { simulator, client } = await bench.givenWeb();
		const headers = { 'content-type': 'application/json' };
		const body = { snapname: 'a1', vmstate: true };
		const answer = await send(simulator, 'POST', `${WEB}/snapshot`, body, headers);
		expect(answer.status).toBe(200);
		expect(await client.snapshots(WEB)).toMatchObject([{ name: 'a1', vmstate: 1 }]);
	});

	it('of any other type is refused', async () => {
		const { simulator } = await bench.givenWeb();
		const headers = { 'content-type': 'text/plain' };
		const answer = await send(simulator, 'POST', `${WEB}/snapshot`, 'snapname=a1', headers);
		expect(answer.status).toBe(506);
	});

	it('may be 512 KiB long, and no longer', async () => {
		const { simulator } = await bench.givenWeb();
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const post = async (length: number) => {
			const text = 'snapname=a1&description='.padEnd(length, 'x');
			return await send(simulator, 'POST', `${WEB}/snapshot`, text, headers);
		};
		expect((await post(512 * 1024)).status).toBe(200);
		const { status, statusMessage } = await post(512 * 1024 + 1);
		expect([status, statusMessage]).toEqual([501, 'for data too large']);
	});

	it('is less than the query, which is laid on top of it', async () => {
		const { simulator, client } = await bench.givenWeb();
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const path = `${WEB}/snapshot?snapname=b2`;
		await send(simulator, 'POST', path, 'snapname=a1', headers);
		expect(await client.snapshots(WEB)).toMatchObject([{ name: 'b2' }]);
	});
});

describe('an error', () => {
	it('is told in the status line, and in the body of today’s releases', async () => {
		const { client } = await bench.given();
		expect(await client.send('GET', `${WEB}/config`)).toMatchObject({
			status: 500,
			statusMessage: "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist",
			body: {
				data: null,
				message: "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist\n",
			},
			headers: { connection: 'close' },
		});
	});

	it('is told in the status line alone by an older release, but for parameters', async () => {
		const { client } = await bench.givenWeb({ generation: 'older' });
		const missing = await client.send('GET', '/nodes/pve1/qemu/999/config');
		expect(missing).toMatchObject({
			statusMessage: "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist",
			body: { data: null },
		});
		const unfit = await client.send('POST', `${WEB}/snapshot`, { snapname: '1' });
		expect(unfit.body).toEqual({ data: null, errors: { snapname: expect.any(String) } });
	});

	it('for what there is not is a 501', async () => {
		const { client } = await bench.givenWeb();
		for (const [method, path] of [
			['GET', '/nothing'],
			['PUT', `${WEB}/snapshot`],
		] as const) {
			expect(await client.send(method, path)).toMatchObject({
				status: 501,
				statusMessage: `Method '${method} ${path}' not implemented`,
			});
		}
	});

	it('for a parameter that is in the path already is a 400', async () => {
		const { client } = await bench.givenWeb();
		const answer = await client.send('GET', `${WEB}/config`, { vmid: 101 });
		expect([answer.status, answer.statusMessage]).toEqual([
			400,
			'duplicate parameter (already defined in URI) : vmid',
		]);
	});

	it('for parameters of the wrong type names each', async () => {
		const { client } = await bench.givenWeb();
		const { body } = await client.send('GET', `/nodes/pve1/qemu/web-01/feature`, {
			feature: 'fly',
			snapname: 'a1',
		});
		expect(body).toMatchObject({
			errors: {
				vmid: "type check ('integer') failed - got 'web-01'",
				feature: "value 'fly' does not have a value in the enumeration 'snapshot, clone, copy'",
			},
		});
		const { body: second } = await client.send('POST', `${WEB}/snapshot`, {
			snapname: 'a1',
			vmstate: 'maybe',
		});
		expect(second).toMatchObject({
			errors: { vmstate: "type check ('boolean') failed - got 'maybe'" },
		});
	});
});

describe('a fault of the wire', () => {
	it('can lose the answer, but not the work', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.fault(`POST ${WEB}/snapshot`, { kind: 'dropAfter' });
		await expect(takeSnapshot(client, 'a1')).rejects.toThrow('hang up');
		expect(await client.snapshots(WEB)).toHaveLength(1);
	});

	it('can let a guest move between the list and the call', async () => {
		const { client, simulator } = await bench.givenWeb({ nodes: ['pve1', 'pve2'] });
		const happens = (): void => simulator.migrate(100, 'pve2');
		simulator.fault(`POST ${WEB}/snapshot`, { kind: 'meanwhile', happens });
		const answer = await client.send('POST', `${WEB}/snapshot`, { snapname: 'a1' });
		expect(answer.statusMessage).toBe(
			"Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist",
		);
		expect(await client.list('/cluster/resources', { type: 'vm' })).toMatchObject([
			{ vmid: 100, node: 'pve2' },
		]);
	});
});
