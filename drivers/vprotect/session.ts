import { abortable } from '../abortable';
import type { HttpPort, HttpResponse } from '../transports/http';
import { readAnswer } from './answers';
import type { VprotectLogin } from './login';

/** One login; a later one is another object, so that a late refusal of the first is not held against it. */
export interface Session {
	/** The cookies, as the header that proves the login. */
	cookie(): string;
	/** Takes over what an answer sets. */
	keep(response: HttpResponse): void;
}

/** Logs in at first use, and shares the session among all calls. */
export class VprotectSessions {
	private present: Promise<Session> | undefined;
	private readonly closing = new AbortController();

	constructor(
		private readonly http: HttpPort,
		private readonly login: VprotectLogin,
	) {}

	async current(signal: AbortSignal): Promise<Session> {
		// Shared, so no single caller's signal may end it.
		this.present ??= this.enter();
		return await abortable(signal, this.present);
	}

	/** After a 401. Many calls may meet it at once: the first of them logs in for all. */
	async renewed(expired: Session, signal: AbortSignal): Promise<Session> {
		if ((await this.current(signal)) === expired) this.present = undefined;
		return await this.current(signal);
	}

	/** What has no public call can't be logged out of; vProtect ends an idle session by itself. */
	close(): void {
		this.closing.abort(new Error('the connection was closed'));
	}

	private async enter(): Promise<Session> {
		try {
			const session = new CookieSession();
			const response = await this.http.send(
				{
					method: 'POST',
					path: '/api/session/login',
					headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
					body: JSON.stringify({ login: this.login.username, password: this.login.password }),
				},
				this.closing.signal,
			);
			readAnswer(response, this.http.address);
			session.keep(response);
			return session;
		} catch (error) {
			this.present = undefined; // the next call may have better luck
			throw error;
		}
	}
}

/** The name of the cookie is not documented, so each that comes is kept. */
class CookieSession implements Session {
	private readonly cookies = new Map<string, string>();

	cookie(): string {
		return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	keep({ setCookies }: HttpResponse): void {
		for (const line of setCookies) {
			const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
			const at = pair.indexOf('=');
			if (at < 1) continue;
			const name = pair.slice(0, at);
			if (attributes.some((one) => /^max-age=(0|-\d+)$/i.test(one))) this.cookies.delete(name);
			else this.cookies.set(name, pair.slice(at + 1));
		}
	}
}
