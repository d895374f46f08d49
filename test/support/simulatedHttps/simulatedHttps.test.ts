import { newCertificate } from '../certificate';
import { atPace, sendTo, type Answer, type WholeRequest } from './index';
import { NotesApi, NotesBench } from './notesBench';

const bench = new NotesBench();
afterEach(() => bench.cleanUp());

describe('requests', () => {
	it('are written down in words, and without secrets', async () => {
		const { simulator, api } = await bench.given();
		await simulator.send('GET', '/notes?filter=text%20eq%20%27a%27&limit=2');
		await simulator.send('POST', '/notes', { user: 'me', password: 'secret' });
		await simulator.send('POST', '/notes', 'secret, and no JSON');
		const path = '/api/v9/notes';
		expect(simulator.requests).toEqual([
			{ method: 'GET', path, query: "filter=text eq 'a'&limit=2", body: {} },
			{ method: 'POST', path, query: '', body: { user: 'me', password: '(hidden)' } },
			{ method: 'POST', path, query: '', body: undefined },
		]);
		expect(api.notes[0]?.text).toEqual({ user: 'me', password: 'secret' });
	});

	it('that are no JSON are written down as the API reads them', async () => {
		class Lettered extends NotesApi {
			readBody({ text }: WholeRequest): unknown {
				return { letters: text.length };
			}
		}
		const { simulator } = await bench.given(new Lettered());
		await simulator.send('POST', '/notes', '<note/>');
		await simulator.send('POST', '/notes', { text: 'JSON' });
		expect(simulator.requests.map(({ body }) => body)).toEqual([{ letters: 7 }, { text: 'JSON' }]);
	});

	it('are counted: all, by method, by path and what is below it', async () => {
		const { simulator } = await bench.given();
		await simulator.send('GET', '/notes');
		await simulator.send('GET', '/notes/1');
		await simulator.send('POST', '/notesAndMore', {});
		expect([simulator.count(), simulator.count('GET'), simulator.count('PUT')]).toEqual([3, 2, 0]);
		expect(simulator.count('GET', '/notes')).toBe(2);
		expect(simulator.count('GET', '/notes/1')).toBe(1);
		expect(simulator.count('POST', '/notes')).toBe(0);
		simulator.clearRequests();
		expect(simulator.count()).toBe(0);
	});
});

describe('an answer', () => {
	it('to a refusal has its status, its headers and the API’s own words', async () => {
		const { simulator, api } = await bench.given();
		api.closed = true;
		expect(await simulator.send('GET', '/notes')).toMatchObject({
			status: 403,
			body: { oops: 'The book is closed' },
			headers: { 'x-reason': 'closed' },
		});
	});

	it('without a body says so: no type, and with 204 no length', async () => {
		const { simulator } = await bench.given();
		const { status, body, headers } = await simulator.send('DELETE', '/notes/1');
		expect([status, body]).toEqual([204, '']);
		expect(headers['content-type']).toBeUndefined();
		expect(headers['content-length']).toBeUndefined();
	});

	it('is written as the API writes JSON', async () => {
		class Spacious extends NotesApi {
			stringify(body: unknown): string {
				return JSON.stringify({ spacious: body });
			}
		}
		const { simulator } = await bench.given(new Spacious());
		expect((await simulator.send('GET', '/notes')).body).toEqual({ spacious: [] });
	});

	it('tells loudly that the simulator itself is broken', async () => {
		const { simulator } = await bench.given();
		const { status, body } = await simulator.send('GET', '/broken');
		expect(status).toBe(599);
		expect(body).toContain('A mistake in the simulator');
	});
});

it('is for those who trust its certificate', async () => {
	const { simulator } = await bench.given();
	const { address, port, url } = simulator;
	expect(url).toBe(`https://127.0.0.1:${port}`);
	const { certificatePem } = newCertificate({ commonName: 'somebody.else' });
	const stranger = sendTo({ address, port, certificatePem }, { method: 'GET', path: '/' });
	await expect(stranger).rejects.toThrow(/certificate/);
	expect(simulator.count()).toBe(0);
});

it('takes as long as its pace says, and lets sessions live as long as ever', () => {
	const durations = { snapshot: 8, removal: 5, sessionIdle: 1800 };
	expect(atPace(durations, 1)).toEqual(durations);
	expect(atPace(durations, 0.5)).toEqual({ snapshot: 4, removal: 2.5, sessionIdle: 1800 });
	expect(atPace(durations, 0)).toEqual({ snapshot: 0, removal: 0, sessionIdle: 1800 });
});

describe('an answer that takes its time', () => {
	/** Answers when it is told to, or when nobody waits any more. */
	class Patient extends NotesApi {
		abandoned = 0;
		ask: () => void = () => undefined;
		readonly asked = new Promise<void>((resolve) => (this.ask = resolve));
		tell: () => void = () => undefined;
		readonly told = new Promise<void>((resolve) => (this.tell = resolve));

		override async answer(
			_request: WholeRequest,
			_neverSettles: boolean,
			left: AbortSignal,
		): Promise<Answer> {
			this.ask();
			left.addEventListener('abort', () => this.tell());
			await this.told;
			if (left.aborted) this.abandoned += 1;
			return { status: 200, statusMessage: 'At last' };
		}
	}

	it('comes when it is ready, with its own words in the first line', async () => {
		const api = new Patient();
		const { simulator } = await bench.given(api);
		const answer = simulator.send('GET', '/notes');
		await api.asked;
		api.tell();
		expect(await answer).toMatchObject({ status: 200, statusMessage: 'At last' });
		expect(api.abandoned).toBe(0);
	});

	it('is not waited for by a simulator that closes', async () => {
		const api = new Patient();
		const { simulator } = await bench.given(api);
		const answer = expect(simulator.send('GET', '/notes')).rejects.toThrow('hang up');
		await api.asked;
		await simulator.close();
		await answer;
		expect(api.abandoned).toBe(1);
	});
});

describe('a client’s certificate', () => {
	const identity = newCertificate({ commonName: 'a client', purpose: 'client' });
	const mine = { method: 'GET', path: '/api/v9/notes/mine', identity };

	it('is told to the API by a simulator that asks for one', async () => {
		const { simulator } = await bench.given(new NotesApi(), { asksForClientCertificate: true });
		const { body } = await sendTo(simulator, mine);
		expect(body).toMatchObject({
			sha256: identity.fingerprint.replaceAll(':', '').toLowerCase(),
		});
		expect(await sendTo(simulator, { ...mine, identity: undefined })).toMatchObject({ body: '' });
	});

	it('is not asked for otherwise', async () => {
		const { simulator } = await bench.given();
		expect(await sendTo(simulator, mine)).toMatchObject({ body: '' });
	});
});
