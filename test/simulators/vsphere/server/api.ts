import {
	ApiError,
	type Answer,
	type SeenRequest,
	type SimulatedApi,
	type WholeRequest,
} from '../../../support/simulatedHttps';
import { Call } from '../methods/call';
import { noPermission, notAuthenticated, objectNotFound, restrictedVersion } from '../model/faults';
import type { World } from '../model/world';
import { propertiesOf } from '../properties/objects';
import { Fault } from '../wire/fault';
import { faultEnvelope, responseTo } from '../wire/soap';
import type { Value } from '../wire/values';
import { sessionCookie, sessionKeyOf } from './cookies';
import { readCall, type ReadCall } from './request';
import { seenCall } from './seenCall';
import { mayNot, type Session, type Sessions } from './sessions';
import { versionsDocument } from './versions';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** `/sdk` in front of a world. */
export class VsphereApi implements SimulatedApi {
	/** What a proxy in front of it would say; vim25 itself has no such answer. */
	readonly tooManyRequestsBody = 'Too Many Requests';

	constructor(
		private readonly world: World,
		private readonly sessions: Sessions,
	) {}

	wholePath(path: string): string {
		return path;
	}

	readBody({ text }: WholeRequest): unknown {
		return seenCall(text);
	}

	/** What is written down holds no parameters. */
	withoutSecrets(seen: SeenRequest): SeenRequest {
		return seen;
	}

	errorBody(message: string): unknown {
		return message;
	}

	async answer(request: WholeRequest, neverSettles: boolean, left: AbortSignal): Promise<Answer> {
		const { method, path } = request;
		this.world.settle();
		if (method === 'GET' && path === '/sdk/vimServiceVersions.xml') {
			return { status: 200, body: versionsDocument(this.world.apiVersion), headers: XML };
		}
		if (!this.isServed(path)) throw new ApiError(404, 'Not Found');
		if (method !== 'POST') throw new ApiError(405, 'Method Not Allowed');
		const session = this.sessionOf(request);
		const wasKept = this.sessions.isKept(session);
		const answer = await this.soap(request, session, neverSettles, left);
		const isNew = !wasKept && this.sessions.isKept(session);
		const cookie: Record<string, string> = isNew ? { 'set-cookie': sessionCookie(session) } : {};
		return { ...answer, headers: { ...XML, ...cookie } };
	}

	/** An ESXi host reads SOAP in whatever is below, JSON too: evoila/meho, issue 3363. */
	private isServed(path: string): boolean {
		const below = this.world.apiType === 'HostAgent' && path.startsWith('/sdk/');
		return path === '/sdk' || path === '/sdk/' || below;
	}

	private sessionOf({ headers }: WholeRequest): Session {
		const key = sessionKeyOf(headers.cookie ?? '', this.world.quirks.cookieQuotes);
		return this.sessions.find(key) ?? this.sessions.guest();
	}

	private async soap(
		request: WholeRequest,
		session: Session,
		neverSettles: boolean,
		left: AbortSignal,
	): Promise<Answer> {
		const { cookie, translate } = this.world.quirks;
		try {
			const read = readCall(request, this.world.apiVersion);
			if (cookie === 'atOnce') this.sessions.keep(session);
			const value = await this.perform(read, session, neverSettles, left);
			return { status: 200, body: responseTo(read.name, value) };
		} catch (error) {
			if (!(error instanceof Fault)) throw error;
			return { status: 500, body: faultEnvelope(error, translate(error.message)) };
		} finally {
			this.world.settle();
			this.world.changes.tell();
		}
	}

	private perform(
		{ object, method, perform }: ReadCall,
		session: Session,
		neverSettles: boolean,
		left: AbortSignal,
	): Value | undefined | Promise<Value | undefined> {
		const { world, sessions } = this;
		const call = new Call({ world, sessions, session, object, left });
		if (!method.anonymous) this.admit(call, method.privilege, method.changes);
		world.tasks.neverEnding = neverSettles;
		try {
			return perform(call);
		} finally {
			world.tasks.neverEnding = false;
		}
	}

	/** Throws for strangers, for what is not there, and for what this user or this licence may not do. */
	private admit(call: Call, privilege: string | undefined, changes: boolean): void {
		const { user } = call.session;
		if (user === undefined) throw notAuthenticated(call.object);
		const isOwn = call.session.collectors.has(call.object.value) || call.isFilter();
		if (!isOwn && propertiesOf(call, call.object) === undefined) throw objectNotFound(call.object);
		const found = this.world.find(call.object);
		const entity = found?.kind === 'snapshot' ? found.vm.ref : call.object;
		for (const needed of ['System.View', privilege]) {
			if (needed !== undefined && mayNot(user, needed, entity)) throw noPermission(entity, needed);
		}
		if (changes && this.world.readOnlyLicence) throw restrictedVersion();
	}
}
