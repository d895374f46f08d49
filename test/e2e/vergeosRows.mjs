import { request } from 'node:https';

/**
 * Looks into VergeOS, and changes things in it as somebody else would: raw requests, nothing of this package.
 */
export class VergeosRows {
	#url;
	#options;

	/** @param {{ url: string, apiKey: string, certificate: string }} login */
	constructor({ url, apiKey, certificate }) {
		this.#url = new URL('/api/v4/', url);
		this.#options = {
			ca: certificate,
			checkServerIdentity: () => undefined, // the certificate itself is what is trusted
			agent: false,
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		};
	}

	/**
	 * @param {string} table
	 * @param {string} fields
	 * @param {string} [filter]
	 * @returns {Promise<any[]>}
	 */
	async all(table, fields, filter) {
		const query = new URLSearchParams({ fields, ...(filter && { filter }) });
		return await this.#send('GET', `${table}?${query}`);
	}

	/**
	 * The only row with that name that is no snapshot's frozen copy.
	 *
	 * @param {string} table
	 * @param {string} name
	 * @param {string} fields
	 */
	async named(table, name, fields) {
		const all = await this.all(table, `$key,name,is_snapshot,${fields}`, `name eq '${name}'`);
		const rows = all.filter((row) => row.is_snapshot !== true);
		if (rows.length !== 1) throw new Error(`There are ${rows.length} ${table} named ${name}.`);
		return rows[0];
	}

	/**
	 * @param {string} table
	 * @param {object} values
	 */
	async make(table, values) {
		return await this.#send('POST', table, values);
	}

	/**
	 * @param {string} table
	 * @param {string | number} key
	 * @param {object} values
	 */
	async change(table, key, values) {
		await this.#send('PUT', `${table}/${key}`, values);
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<any>}
	 */
	#send(method, path, body) {
		return new Promise((resolve, reject) => {
			const sent = request(new URL(path, this.#url), { method, ...this.#options }, (answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (part) => (text += part));
				answer.on('end', () => {
					if (answer.statusCode < 300) resolve(text === '' ? undefined : JSON.parse(text));
					else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
				});
			});
			sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
		});
	}
}
