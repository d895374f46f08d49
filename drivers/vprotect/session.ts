import { SharedSession } from '../sharedSession';
import { CookieJar } from '../transports/cookies';
import type { HttpPort } from '../transports/http';
import { readAnswer } from './answers';
import type { VprotectLogin } from './login';

/** The name of the cookie is not documented, so each that comes is kept. */
export const vprotectSession = (
	http: HttpPort,
	{ username, password }: VprotectLogin,
): SharedSession<CookieJar> =>
	new SharedSession(async (signal) => {
		const cookies = new CookieJar();
		const response = await http.send(
			{
				method: 'POST',
				path: '/api/session/login',
				headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
				body: JSON.stringify({ login: username, password }),
			},
			signal,
		);
		readAnswer(response, http.address);
		cookies.keep(response);
		return cookies;
	});
