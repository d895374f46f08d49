import { comeToRest } from '../clock';
import { NotesBench } from './notesBench';

const bench = new NotesBench();
afterEach(() => bench.cleanUp());

const ON = 'POST /notes';
const NOTE = { note: 'milk' };

describe('a fault', () => {
	it('can lose the connection before the work', async () => {
		const { simulator, api } = await bench.given();
		simulator.fault(ON, { kind: 'dropBefore' });
		await expect(simulator.send('POST', '/notes', NOTE)).rejects.toThrow('hang up');
		expect(api.notes).toEqual([]);
	});

	it('can lose the answer after the work', async () => {
		const { simulator, api } = await bench.given();
		simulator.fault(ON, { kind: 'dropAfter' });
		await expect(simulator.send('POST', '/notes', NOTE)).rejects.toThrow('hang up');
		expect(api.notes).toHaveLength(1);
	});

	it('can cut the JSON of the answer in half', async () => {
		const { simulator, api } = await bench.given();
		simulator.fault(ON, { kind: 'malformed' });
		const { status, body, headers } = await simulator.send('POST', '/notes', NOTE);
		expect([status, headers['content-type']]).toEqual([201, 'application/json']);
		expect(body).toBe('{"location"');
		expect(api.notes).toHaveLength(1);
	});

	it('can make an answer without a body one with half of it', async () => {
		const { simulator } = await bench.given();
		simulator.fault('DELETE /notes', { kind: 'malformed' });
		const { status, body } = await simulator.send('DELETE', '/notes/1');
		expect([status, body]).toEqual([200, '{"']);
	});

	it('can be too many requests in the words of the API, with or without a hint', async () => {
		const { simulator } = await bench.given();
		simulator.fault(ON, { kind: 'tooManyRequests', retryAfterSeconds: 7 });
		const { status, body, headers } = await simulator.send('POST', '/notes', NOTE);
		expect([status, headers['retry-after']]).toEqual([429, '7']);
		expect(body).toEqual({ oops: 'Too many requests' });
		simulator.fault(ON, { kind: 'tooManyRequests' });
		const again = await simulator.send('POST', '/notes', NOTE);
		expect([again.status, again.headers['retry-after']]).toEqual([429, undefined]);
	});

	it('can be a proxy’s page', async () => {
		const { simulator } = await bench.given();
		simulator.fault('GET /notes', { kind: 'badGateway' });
		const { status, body, headers } = await simulator.send('GET', '/notes');
		expect([status, headers['content-type']]).toEqual([502, 'text/html']);
		expect(body).toContain('<html>');
	});

	it('can be any answer instead of the work', async () => {
		const { simulator, api } = await bench.given();
		const headers = { 'x-why': 'full' };
		const full = { status: 507, statusMessage: 'No room', body: { oops: 'Full' }, headers };
		simulator.fault(ON, { kind: 'answer', ...full });
		expect(await simulator.send('POST', '/notes', NOTE)).toMatchObject(full);
		expect(api.notes).toEqual([]);
	});

	it('can hold an answer back by the clock', async () => {
		const { simulator, clock, api } = await bench.given();
		simulator.fault(ON, { kind: 'delay', milliseconds: 60_000 });
		let answered = false;
		const answer = simulator.send('POST', '/notes', NOTE).then(() => (answered = true));
		while (clock.sleepers() === 0) await comeToRest();
		await clock.advance(59_999);
		expect([answered, api.notes]).toEqual([false, []]);
		await clock.advance(1);
		await answer;
		expect([answered, api.notes.length]).toEqual([true, 1]);
	});

	it('can stall one request, or all, until the simulator is closed', async () => {
		const { simulator } = await bench.given();
		simulator.fault('GET /notes', { kind: 'stall' });
		const first = simulator.send('GET', '/notes').catch((error: Error) => error.message);
		while (simulator.count() === 0) await comeToRest();
		expect((await simulator.send('GET', '/notes')).status).toBe(200);
		simulator.stall();
		const second = simulator.send('GET', '/notes').catch((error: Error) => error.message);
		while (simulator.count() < 3) await comeToRest();
		await simulator.close();
		expect(await first).toContain('hang up');
		expect(await second).toContain('hang up');
	});

	it('can tell the API that what this request begins must never end', async () => {
		const { simulator, api } = await bench.given();
		simulator.fault(ON, { kind: 'neverSettles' });
		await simulator.send('POST', '/notes', NOTE);
		await simulator.send('POST', '/notes', NOTE);
		expect(api.notes.map(({ open }) => open)).toEqual([true, false]);
	});

	it('can be that something happens in the system just before the request', async () => {
		const { simulator, api } = await bench.given();
		simulator.fault(ON, { kind: 'meanwhile', happens: () => (api.closed = true) });
		expect((await simulator.send('GET', '/notes')).status).toBe(200);
		expect((await simulator.send('POST', '/notes', NOTE)).status).toBe(403);
	});

	it('held back is given up when the simulator is closed', async () => {
		const { simulator, clock, api } = await bench.given();
		simulator.fault(ON, { kind: 'delay', milliseconds: 60_000 });
		const answer = simulator.send('POST', '/notes', NOTE).catch((error: Error) => error.message);
		while (clock.sleepers() === 0) await comeToRest();
		await simulator.close();
		expect(await answer).toContain('hang up');
		expect([clock.sleepers(), api.notes]).toEqual([0, []]);
	});
});

describe('a matcher', () => {
	const GATEWAY = { kind: 'badGateway' } as const;

	it('waits for its own method and path, and what is below that path', async () => {
		const { simulator } = await bench.given();
		simulator.fault('GET /notes', GATEWAY);
		expect((await simulator.send('POST', '/notes', NOTE)).status).toBe(201);
		expect((await simulator.send('GET', '/notesAndMore')).status).toBe(200);
		expect((await simulator.send('GET', '/notes/1?deep=true')).status).toBe(502);
		simulator.fault('* /notes', GATEWAY, 2);
		expect((await simulator.send('POST', '/notes', NOTE)).status).toBe(502);
		expect((await simulator.send('GET', '/notes')).status).toBe(502);
	});

	it('can be a judge of one’s own, who looks at the whole request', async () => {
		const { simulator } = await bench.given();
		simulator.fault(({ body }) => JSON.stringify(body).includes('milk'), GATEWAY);
		expect((await simulator.send('POST', '/notes', { note: 'bread' })).status).toBe(201);
		expect((await simulator.send('POST', '/notes', NOTE)).status).toBe(502);
	});

	it('fits as many requests as told, and no more once it is called off', async () => {
		const { simulator } = await bench.given();
		const statuses = async (): Promise<number[]> => {
			const first = await simulator.send('GET', '/notes');
			const second = await simulator.send('GET', '/notes');
			return [first.status, second.status, (await simulator.send('GET', '/notes')).status];
		};
		simulator.fault('GET /notes', GATEWAY, 2);
		expect(await statuses()).toEqual([502, 502, 200]);
		simulator.fault('GET /notes', GATEWAY, Infinity);
		expect(await statuses()).toEqual([502, 502, 502]);
		simulator.clearFaults();
		expect(await statuses()).toEqual([200, 200, 200]);
	});

	it('of an earlier fault comes first', async () => {
		const { simulator } = await bench.given();
		simulator.fault('GET /notes', { kind: 'tooManyRequests' });
		simulator.fault('GET /notes', GATEWAY);
		expect((await simulator.send('GET', '/notes')).status).toBe(429);
		expect((await simulator.send('GET', '/notes')).status).toBe(502);
	});
});
