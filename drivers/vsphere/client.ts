import { bounded } from '../bounded';
import type { Clock } from '../../snapshots/clock';
import { SharedSession } from '../sharedSession';
import { CookieJar } from '../transports/cookies';
import type { HttpPort } from '../transports/http';
import type { VsphereLogin } from './login';
import type { ServiceContent } from './serviceContent';
import { isFault, readAnswer } from './soap/answer';
import { envelopeOf, text, type Call } from './soap/request';
import type { Value } from './soap/value';

/** One login. Views and paging tokens live and die with it. */
export type Session = CookieJar;

const READS = /^(Retrieve|ContinueRetrieve|Find)/;

/** Sends one call and reads its answer, without a login. */
export async function send(
	http: HttpPort,
	apiVersion: string,
	call: Call,
	signal: AbortSignal,
	cookies = new CookieJar(),
): Promise<readonly Value[]> {
	const cookie = cookies.cookie();
	const response = await http.send(
		{
			method: 'POST',
			path: '/sdk',
			onlyReads: READS.test(call.method),
			headers: {
				'Content-Type': 'text/xml; charset="utf-8"',
				SOAPAction: `urn:vim25/${apiVersion}`,
				...(cookie === '' ? {} : { Cookie: cookie }),
			},
			body: envelopeOf(call),
		},
		signal,
	);
	cookies.keep(response);
	return readAnswer(call.method, response, http.address);
}

const GIVE_BACK_LIMIT_MS = 10_000;

/**
 * The methods of one vCenter or ESXi host. A session that ended is renewed once a call, and the call sent
 * again, even if it changes something: `NotAuthenticated` is said before anything is done.
 */
export class VsphereClient {
	private readonly sessions: SharedSession<Session>;
	private readonly givingBack = new Set<Promise<void>>();

	constructor(
		private readonly http: HttpPort,
		readonly content: ServiceContent,
		login: VsphereLogin,
		private readonly clock: Clock,
	) {
		this.sessions = new SharedSession(async (signal) => await this.enter(login, signal));
	}

	/** Host and port, for messages. */
	get address(): string {
		return this.http.address;
	}

	async session(signal: AbortSignal): Promise<Session> {
		return await this.sessions.current(signal);
	}

	async call(call: Call, signal: AbortSignal): Promise<readonly Value[]> {
		const session = await this.session(signal);
		try {
			return await this.callIn(session, call, signal);
		} catch (error) {
			if (!isFault(error, 'NotAuthenticated')) throw error;
			return await this.sendIn(await this.session(signal), call, signal);
		}
	}

	/** Sent once, for what means nothing in another session. `NotAuthenticated`: that one is over. */
	async callIn(session: Session, call: Call, signal: AbortSignal): Promise<readonly Value[]> {
		try {
			return await this.sendIn(session, call, signal);
		} catch (error) {
			if (isFault(error, 'NotAuthenticated')) await this.sessions.renewed(session, signal);
			throw error;
		}
	}

	/** Gives back what would end with the session anyway. Nobody waits for it but `close`. */
	giveBack(session: Session, call: Call): void {
		const given = bounded(this.clock, GIVE_BACK_LIMIT_MS, async (signal) => {
			await this.sendIn(session, call, signal);
		}).catch(() => undefined); // the server ends an idle session by itself, later
		this.givingBack.add(given);
		void given.then(() => this.givingBack.delete(given));
	}

	/** ESXi allows few sessions at a time, so each one is given back, too. */
	async close(): Promise<void> {
		await Promise.all(this.givingBack);
		const last = await this.sessions.close();
		if (last === undefined) return;
		this.giveBack(last, { method: 'Logout', on: this.content.sessionManager });
		await Promise.all(this.givingBack);
	}

	private async sendIn(
		session: Session,
		call: Call,
		signal: AbortSignal,
	): Promise<readonly Value[]> {
		signal.throwIfAborted();
		return await send(this.http, this.content.soapVersion, call, signal, session);
	}

	private async enter({ username, password }: VsphereLogin, signal: AbortSignal): Promise<Session> {
		const { sessionManager, soapVersion } = this.content;
		const session = new CookieJar();
		const parameters = [text('userName', username), text('password', password)];
		const call = { method: 'Login', on: sessionManager, parameters };
		await send(this.http, soapVersion, call, signal, session);
		return session;
	}
}
