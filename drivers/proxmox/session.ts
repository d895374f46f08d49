import { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import { SnapshotError } from '../../snapshots/errors';
import { RefusedAnswer } from '../failures';
import { SharedSession } from '../sharedSession';
import type { HttpMethod, HttpPort } from '../transports/http';
import { readAnswer } from './answers';
import { PROXMOX } from './errors';
import { encoded, FORM } from './form';
import type { ProxmoxLogin } from './login';
import { flag } from './schema';

type Headers = Readonly<Record<string, string>>;

/** One way to prove who asks; a later one is another object, so that a late refusal is not held against it. */
export interface Proof {
	headers(method: HttpMethod): Headers;
}

export interface Proofs {
	current(signal: AbortSignal): Promise<Proof>;
	/** After a 401; undefined when there is nothing that could be renewed. */
	renewed(refused: Proof, signal: AbortSignal): Promise<Proof | undefined>;
	close(): Promise<void>;
}

export const proofsOf = (http: HttpPort, login: ProxmoxLogin, clock: Clock): Proofs =>
	'tokenId' in login ? tokenProofs(login) : new Tickets(http, login, clock);

/** A cookie beside it would win over the token, so none is ever sent. */
function tokenProofs({ tokenId, tokenSecret }: Extract<ProxmoxLogin, { tokenId: string }>): Proofs {
	const headers = { Authorization: `PVEAPIToken=${tokenId}=${tokenSecret}` };
	const proof: Proof = { headers: () => headers };
	return {
		current: async () => proof,
		renewed: async () => undefined,
		close: async () => undefined,
	};
}

interface Ticket extends Proof {
	readonly ticket: string;
	readonly madeAtMs: number;
}

/** A ticket lives two hours; with its own value as the password a fresh one is given for it. */
const RENEWED_AFTER_MS = 90 * 60_000;
const LIVES_MS = 120 * 60_000;

/** Logs in at first use, and shares the ticket among all calls. */
class Tickets implements Proofs {
	private readonly shared = new SharedSession(async (signal) => await this.enter(signal));
	/** What a fresh one may be given for; none after it was refused. */
	private last: Ticket | undefined;

	constructor(
		private readonly http: HttpPort,
		private readonly login: Extract<ProxmoxLogin, { username: string }>,
		private readonly clock: Clock,
	) {}

	async current(signal: AbortSignal): Promise<Proof> {
		const ticket = await this.shared.current(signal);
		const isFresh = this.ageMs(ticket) < RENEWED_AFTER_MS;
		return isFresh ? ticket : await this.shared.renewed(ticket, signal);
	}

	async renewed(refused: Proof, signal: AbortSignal): Promise<Proof> {
		if (this.last === refused) this.last = undefined;
		const present = await this.shared.current(signal);
		return present === refused ? await this.shared.renewed(present, signal) : present;
	}

	/** There is no logging out: a ticket ends by itself. */
	async close(): Promise<void> {
		await this.shared.close();
	}

	private ageMs({ madeAtMs }: Ticket): number {
		return this.clock.now().getTime() - madeAtMs;
	}

	private async enter(signal: AbortSignal): Promise<Ticket> {
		const { last } = this;
		this.last =
			last !== undefined && this.ageMs(last) < LIVES_MS
				? await this.ask(last.ticket, signal).catch(async (error: unknown) => {
						if (!(error instanceof RefusedAnswer) || error.status !== 401) throw error;
						return await this.ask(this.login.password, signal);
					})
				: await this.ask(this.login.password, signal);
		return this.last;
	}

	private async ask(password: string, signal: AbortSignal): Promise<Ticket> {
		const madeAtMs = this.clock.now().getTime();
		const response = await this.http.send(
			{
				method: 'POST',
				path: '/api2/json/access/ticket',
				headers: { Accept: 'application/json', ...FORM },
				body: encoded({ username: this.login.username, password }),
			},
			signal,
		);
		const { address } = this.http;
		const given = granted.parse(readAnswer(response, address));
		if (given.NeedTFA || given.ticket.startsWith('PVE:!tfa!')) throw secondFactor(address);
		const cookie = { Cookie: `PVEAuthCookie=${encodeURIComponent(given.ticket)}` };
		const withToken = { ...cookie, CSRFPreventionToken: given.CSRFPreventionToken };
		const headers = (method: HttpMethod): Headers => (method === 'GET' ? cookie : withToken);
		return { ticket: given.ticket, madeAtMs, headers };
	}
}

const granted = z.object({
	ticket: z.string().min(1),
	CSRFPreventionToken: z.string().catch(''),
	NeedTFA: flag,
});

const secondFactor = (address: string): SnapshotError =>
	new SnapshotError('AUTH', `Proxmox VE at ${address} asks this account for a second factor`, {
		system: PROXMOX,
		advice:
			'Nobody is there to type it when a workflow runs. Make an API token for the account, and choose API Token in the credential.',
	});
