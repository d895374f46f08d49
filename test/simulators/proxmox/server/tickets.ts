import { createHmac } from 'node:crypto';

const SECRET = 'what the cluster signs with';

const HALF = '!tfa!';

const signed = (text: string): string =>
	createHmac('sha256', SECRET).update(text).digest('base64').replace(/=+$/, '');

/** Epoch seconds, as eight digits. */
const stamped = (now: number): string => now.toString(16).toUpperCase().padStart(8, '0');

/** `PVE:root@pam:6721A0F4::base64`, or a half one, `PVE:!tfa!root@pam:…`, until the second factor is told. */
export function newTicket(user: string, now: number, half = false): string {
	const plain = `PVE:${half ? HALF : ''}${user}:${stamped(now)}`;
	return `${plain}::${signed(plain)}`;
}

export const newCsrfToken = (user: string, now: number): string =>
	`${stamped(now)}:${signed(`${stamped(now)}:${user}`)}`;

export interface Ticket {
	readonly user: string;
	readonly half: boolean;
	readonly madeAt: number;
}

/** Undefined: not one of ours. */
export function readTicket(ticket: string): Ticket | undefined {
	const [plain = '', signature] = ticket.split('::');
	const match = /^PVE:(!tfa!)?(.+):([0-9A-F]{8})$/.exec(plain);
	if (match === null || signature !== signed(plain)) return undefined;
	return {
		user: match[2] ?? '',
		half: match[1] !== undefined,
		madeAt: parseInt(match[3] ?? '0', 16),
	};
}

/** When it was made; undefined: not of this user. */
export function csrfTokenTime(token: string, user: string): number | undefined {
	const [stamp = '', signature] = token.split(':');
	return signature === signed(`${stamp}:${user}`) ? parseInt(stamp, 16) : undefined;
}
