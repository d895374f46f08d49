import { randomBytes, X509Certificate } from 'node:crypto';

export interface TrustOptions {
	readonly name?: string;
	/** Restricted to these. Default: everything. */
	readonly projects?: readonly string[];
}

/** Who may come in, and where to. */
export interface Trusted {
	readonly name: string;
	/** Null: everywhere. */
	readonly projects: readonly string[] | null;
}

export interface TrustedCertificate extends Trusted {
	/** SHA-256, hexadecimal digits in lower case. */
	readonly fingerprint: string;
	readonly certificate: X509Certificate;
}

interface Expiring extends Trusted {
	readonly expiresAt: number;
}

const TEN_YEARS = 10 * 365 * 86_400_000;
const HOUR = 3_600_000;

export const fingerprintOf = ({ fingerprint256 }: X509Certificate): string =>
	fingerprint256.replaceAll(':', '').toLowerCase();

const entry = ({ name = 'client', projects }: TrustOptions): Trusted => ({
	name,
	projects: projects ?? null,
});

/** Certificates, bearer tokens, and tokens by which new certificates come in. */
export class TrustStore {
	private readonly certificates = new Map<string, TrustedCertificate>();
	private readonly bearers = new Map<string, Expiring>();
	private readonly invitations = new Map<string, Expiring>();

	constructor(private readonly now: () => number) {}

	/** Tells the fingerprint. */
	trust(certificate: string | Buffer, options: TrustOptions = {}): string {
		const parsed = new X509Certificate(certificate);
		const fingerprint = fingerprintOf(parsed);
		this.certificates.set(fingerprint, {
			...entry(options),
			fingerprint,
			certificate: parsed,
		});
		return fingerprint;
	}

	distrust(fingerprint: string): void {
		this.certificates.delete(fingerprint);
	}

	certificate(fingerprint: string | undefined): TrustedCertificate | undefined {
		return this.certificates.get(fingerprint ?? '');
	}

	all(): TrustedCertificate[] {
		return [...this.certificates.values()];
	}

	/** LXD's: lives ten years. */
	newBearer(options: TrustOptions = {}): string {
		const token = randomBytes(32).toString('base64url');
		this.bearers.set(token, { ...entry(options), expiresAt: this.now() + TEN_YEARS });
		return token;
	}

	bearer(token: string): Trusted | undefined {
		return valid(this.bearers.get(token), this.now());
	}

	/** The secret of a token that lets one certificate in, within an hour. */
	newInvitation(options: TrustOptions): { readonly secret: string; readonly expiresAt: number } {
		const secret = randomBytes(16).toString('hex');
		const expiresAt = this.now() + HOUR;
		this.invitations.set(secret, { ...entry(options), expiresAt });
		return { secret, expiresAt };
	}

	/** Undefined where it is unknown, used up, or too old. */
	useInvitation(secret: string): Trusted | undefined {
		const invitation = valid(this.invitations.get(secret), this.now());
		this.invitations.delete(secret);
		return invitation;
	}
}

const valid = (one: Expiring | undefined, now: number): Trusted | undefined =>
	one !== undefined && now < one.expiresAt ? one : undefined;
