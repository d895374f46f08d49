import type { Clock } from '../../../../snapshots/clock';
import type {
	Answer,
	SeenRequest,
	SimulatedApi,
	WholeRequest,
} from '../../../support/simulatedHttps';
import { tokenMayNot } from '../api/access';
import { Listing } from '../api/endpoint';
import { find, run } from '../api/router';
import { Die } from '../model/entities';
import type { World } from '../model/world';
import { Access } from './access';
import type { Logins } from './login';
import { notImplemented, PveError } from './pveError';
import { assertContentFits, assertNotChunked, parametersOf, seenWithoutSecrets } from './request';

const ROOT_PATH = '/api2/json';

/** The API in front of a cluster. */
export class ProxmoxApi implements SimulatedApi {
	readonly tooManyRequestsBody = { data: null, message: 'Too many requests\n' };

	constructor(
		private readonly world: World,
		private readonly logins: Logins,
		private readonly clock: Clock,
	) {}

	wholePath(path: string): string {
		return `${ROOT_PATH}${path}`;
	}

	withoutSecrets(seen: SeenRequest): SeenRequest {
		return seenWithoutSecrets(seen);
	}

	errorBody(message: string): unknown {
		return { data: null, message };
	}

	async answer(whole: WholeRequest, neverSettles: boolean, left: AbortSignal): Promise<Answer> {
		const { tasks } = this.world;
		this.world.settle();
		tasks.neverEnding = neverSettles;
		try {
			return this.work(whole);
		} catch (error) {
			const refusal = refusalOf(error);
			if (refusal.status !== 401) return this.refused(refusal);
			const { refusedLogin } = this.world.durations;
			if (refusedLogin > 0) await this.clock.sleep(refusedLogin * 1000, left);
			return this.unauthorized(refusal);
		} finally {
			tasks.neverEnding = false;
		}
	}

	private work(whole: WholeRequest): Answer {
		assertNotChunked(whole);
		const { method, path, headers } = whole;
		if (!path.startsWith(`${ROOT_PATH}/`)) {
			throw notImplemented(method, path);
		}
		const below = path.slice(ROOT_PATH.length);
		const access = this.accessTo(method, below, headers);
		assertContentFits(whole);
		const data = run({
			...find(method, below),
			world: this.world,
			logins: this.logins,
			access,
			given: parametersOf(whole),
		});
		this.world.settle();
		const body = data instanceof Listing ? data.asBody() : { data };
		return { status: 200, body, headers: JSON_TYPE };
	}

	/** Nobody needs a login to log in; a token may not even try. */
	private accessTo(method: string, path: string, headers: WholeRequest['headers']): Access {
		if (path !== '/access/ticket') return this.logins.accessOf(method, headers);
		if (headers.authorization?.startsWith('PVEAPIToken') === true) throw tokenMayNot(path);
		return new Access(this.world, this.logins.accounts, '');
	}

	private refused({ status, message, errors, bare }: PveError): Answer {
		const text = this.world.quirks.errorText === 'body' ? { message } : {};
		const body = { data: null, ...text, ...(errors === undefined ? {} : { errors }) };
		return {
			status,
			statusMessage: firstLine(message),
			body: bare ? undefined : body,
			headers: { ...(bare ? {} : JSON_TYPE), ...CLOSE },
		};
	}

	private unauthorized({ message }: PveError): Answer {
		const isBare = this.world.quirks.unauthorizedBody === 'none';
		const body = isBare ? undefined : { data: null, message };
		return { status: 401, statusMessage: firstLine(message), body, headers: CLOSE };
	}
}

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

/** After each status from 400 on. */
const CLOSE = { connection: 'close' };

/** Bytes of UTF-8, as Perl writes them. */
const firstLine = (message: string): string =>
	Buffer.from(message.split('\n')[0] ?? '', 'utf8').toString('latin1');

function refusalOf(error: unknown): PveError {
	if (error instanceof PveError) return error;
	if (error instanceof Die) return new PveError(500, `${error.message}\n`);
	throw error;
}
