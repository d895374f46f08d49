import { z } from 'zod';
import { ApiError } from '../server/apiError';
import type { Answer } from '../../../support/simulatedHttps';
import type { User } from '../server/sessions';
import { OK, parsedBody, type ApiRequest } from './request';

const login = z.object({ login: z.string(), password: z.string() });

export function logIn(request: ApiRequest): Answer {
	const { world, sessions } = request;
	const given = parsedBody(request, login);
	const user = sessions.userWith(given.login, given.password);
	const cookie = `${world.quirks.cookieName}=${sessions.begin(user)}`;
	return {
		status: 200,
		body: world.quirks.loginAnswer === 'user' ? infoOf(request, user) : undefined,
		headers: { 'set-cookie': `${cookie}; Path=/api; Secure; HttpOnly` },
	};
}

/** Throws 401 for strangers and 403 for those who may not do this. */
export function assertAllowed(request: ApiRequest): void {
	const { rights = 'admin' } = userOf(request);
	if (rights === 'admin' || request.method === 'GET') return;
	throw new ApiError(403, 'Access denied');
}

export const userInfo = (request: ApiRequest): Answer => OK(infoOf(request, userOf(request)));

const userOf = ({ world, sessions, cookies }: ApiRequest): User =>
	sessions.userOf(cookies.get(world.quirks.cookieName));

/** The names of privileges are not published; these are made up. */
const infoOf = ({ world }: ApiRequest, { name, rights = 'admin' }: User): unknown => ({
	login: name,
	privileges: (rights === 'admin' ? ['READ', 'WRITE'] : ['READ']).map((one) => ({ name: one })),
	uiTimeZone: world.settings.uiTimeZone,
});
