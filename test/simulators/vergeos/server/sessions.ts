import type { Answer, WholeRequest } from '../../../support/simulatedHttps';
import type { Auth } from './auth';
import { bodyOf } from './request';

const TOKENS = '/api/sys/tokens';

/** Logging in and out, outside of `/api/v4`. Undefined: something else was asked for. */
export function sessionAnswer(auth: Auth, whole: WholeRequest): Answer | undefined {
	const { method } = whole;
	if (method === 'POST' && whole.path === TOKENS) {
		return { status: 201, body: { $key: auth.openSession(bodyOf(whole)) } };
	}
	if (method === 'DELETE' && whole.path.startsWith(`${TOKENS}/`)) {
		auth.closeSession(whole.path.slice(TOKENS.length + 1));
		return { status: 200 };
	}
	return undefined;
}
