import type { HttpResponse } from './http';

/** The cookies of one server, sent back as they came. Paths and domains don't matter: there is one server. */
export class CookieJar {
	private readonly cookies = new Map<string, string>();

	/** As the header. */
	cookie(): string {
		return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	/** Takes over what an answer sets. */
	keep({ setCookies }: Pick<HttpResponse, 'setCookies'>): void {
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
