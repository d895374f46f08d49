const REQUEST_LIMIT_MILLISECONDS = 120_000;

/** An answer of n8n that is not a success. */
export class N8nRefused extends Error {
	/**
	 * @param {string} request
	 * @param {number} status
	 * @param {string} body
	 */
	constructor(request, status, body) {
		super(`n8n answered ${status} to ${request}: ${body.slice(0, 500)}`);
		this.name = 'N8nRefused';
		this.status = status;
	}
}

/** One login: n8n's cookie, and the constant browser id that n8n ties it to. */
export class N8nSession {
	#base;
	#cookie = '';

	/** @param {string} url */
	constructor(url) {
		this.#base = url;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<any>}
	 */
	async call(method, path, body) {
		const answer = await fetch(this.#base + path, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'vm-snapshots', // any, as long as it stays the same
				cookie: this.#cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(REQUEST_LIMIT_MILLISECONDS),
		});
		for (const cookie of answer.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.#cookie = cookie.split(';')[0];
		}
		const text = await answer.text();
		if (!answer.ok) throw new N8nRefused(`${method} ${path}`, answer.status, text);
		const json = text === '' ? undefined : JSON.parse(text);
		return json?.data ?? json;
	}
}
