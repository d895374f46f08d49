import { denied } from '../server/pveError';
import type { ApiRequest, Endpoints } from './endpoint';
import { optional, TEXT } from './parameters';

const TICKET_PARAMETERS = {
	username: { type: 'string', maxLength: 64 },
	password: TEXT,
	realm: optional(TEXT),
	otp: optional(TEXT),
	'tfa-challenge': optional(TEXT),
	'new-format': { type: 'boolean', optional: true },
} as const;

export const accessEndpoints: Endpoints = {
	'GET /version': {
		answer: ({ world }) => ({ ...world.release }),
	},
	'POST /access/ticket': { parameters: TICKET_PARAMETERS, answer: newTicket },
	'GET /access/permissions': {
		answer: ({ access }) =>
			Object.fromEntries(
				access
					.paths()
					.map((path) => [
						path,
						Object.fromEntries([...access.privileges(path)].map((one) => [one, 1])),
					]),
			),
	},
};

export const tokenMayNot = (path: string) =>
	denied(`URI '${path}' not available with API token, need proper ticket.`);

function newTicket({ logins, world, values }: ApiRequest): unknown {
	const login = logins.logIn({
		username: values.required('username'),
		password: values.required('password'),
		realm: values.text('realm'),
		otp: values.text('otp'),
		challenge: values.text('tfa-challenge'),
	});
	return {
		username: login.username,
		ticket: login.ticket,
		CSRFPreventionToken: login.csrfToken,
		...(login.needsSecondFactor ? { NeedTFA: 1 } : { cap: {} }),
		clustername: world.clusterName,
	};
}
