import { manualClock, type ManualClock } from '../clock';
import { newCertificate } from '../certificate';
import {
	ApiError,
	HttpsSimulator,
	sendTo,
	SimulatedServer,
	withHidden,
	type Answer,
	type SeenRequest,
	type SimulatedApi,
	type SimulatedTls,
	type TestAnswer,
	type WholeRequest,
} from './index';

/** `POST /notes` keeps a note, `GET /notes` tells them all; somebody may have closed the book. */
export class NotesApi implements SimulatedApi {
	readonly tooManyRequestsBody = { oops: 'Too many requests' };
	readonly notes: { readonly text: unknown; readonly open: boolean }[] = [];
	closed = false;

	wholePath(path: string): string {
		return `/api/v9${path}`;
	}

	withoutSecrets(seen: SeenRequest): SeenRequest {
		return { ...seen, body: withHidden(seen.body, 'password') };
	}

	errorBody(message: string): unknown {
		return { oops: message };
	}

	answer(
		{ method, path, json, clientCertificate }: WholeRequest,
		neverSettles: boolean,
		_left: AbortSignal,
	): Answer | Promise<Answer> {
		if (path === '/api/v9/broken') throw new RangeError('A mistake in the simulator');
		if (this.closed) throw new ApiError(403, 'The book is closed', { 'x-reason': 'closed' });
		if (method === 'DELETE') return { status: 204 };
		if (method === 'GET' && path.endsWith('/mine')) return { status: 200, body: clientCertificate };
		if (method === 'GET') return { status: 200, body: this.notes };
		this.notes.push({ text: json, open: neverSettles });
		return { status: 201, body: { location: `/notes/${this.notes.length}` } };
	}
}

export class NotesSimulator extends HttpsSimulator {
	constructor(
		readonly api: NotesApi,
		server: SimulatedServer,
	) {
		super(server);
	}

	static async start(
		clock: ManualClock,
		api: NotesApi,
		tls: SimulatedTls = {},
	): Promise<NotesSimulator> {
		const certificate = newCertificate({ commonName: 'notes.simulator' });
		const server = new SimulatedServer(api, clock, certificate, tls);
		await server.listen(0);
		return new NotesSimulator(api, server);
	}

	async send(method: string, path: string, body?: unknown): Promise<TestAnswer> {
		return await sendTo(this, { method, path: `/api/v9${path}`, body });
	}
}

export interface Given {
	readonly simulator: NotesSimulator;
	readonly api: NotesApi;
	readonly clock: ManualClock;
}

/** Starts simulators of the smallest API for one test file, and ends them after each test. */
export class NotesBench {
	private readonly started: NotesSimulator[] = [];

	async given(api = new NotesApi(), tls: SimulatedTls = {}): Promise<Given> {
		const clock = manualClock();
		const simulator = await NotesSimulator.start(clock, api, tls);
		this.started.push(simulator);
		return { simulator, api, clock };
	}

	async cleanUp(): Promise<void> {
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}
