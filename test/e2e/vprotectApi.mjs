import { request } from 'node:https';

/** Looks into vProtect, and changes things in it as somebody else would: raw requests, nothing of this package. */
export class VprotectApi {
	#url;
	#login;
	#certificate;
	#cookie = '';

	/** @param {{ url: string, username: string, password: string, certificate: string }} login */
	constructor({ url, username, password, certificate }) {
		this.#url = url;
		this.#login = { login: username, password };
		this.#certificate = certificate;
	}

	async logIn() {
		const { headers } = await this.#send('POST', '/session/login', this.#login);
		[this.#cookie] = headers['set-cookie'][0].split(';');
	}

	/**
	 * @param {string} path
	 * @returns {Promise<any>}
	 */
	async get(path) {
		return (await this.#send('GET', path)).body;
	}

	/** @param {string} name */
	async vm(name) {
		const found = (await this.get('/virtual-machines')).filter((vm) => vm.name === name);
		if (found.length !== 1) throw new Error(`There are ${found.length} VMs named ${name}.`);
		return found[0];
	}

	/** @param {string} vmName */
	async snapshots(vmName) {
		return await this.get(`/snapshots?protected-entity=${(await this.vm(vmName)).guid}`);
	}

	/**
	 * What vProtect was told to do to a VM, as `TYPE STATE priority`, in the order of its list.
	 *
	 * @param {string} vmName
	 */
	async tasks(vmName) {
		const tasks = await this.get(`/tasks?protectedEntity=${(await this.vm(vmName)).guid}`);
		return tasks.map(({ type, state, priority }) => `${type.name} ${state.name} ${priority}`);
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<{ headers: import('node:http').IncomingHttpHeaders, body: any }>}
	 */
	#send(method, path, body) {
		const options = {
			method,
			ca: this.#certificate,
			checkServerIdentity: () => undefined, // the certificate itself is what is trusted
			agent: false,
			headers: { cookie: this.#cookie, 'content-type': 'application/json' },
		};
		return new Promise((resolve, reject) => {
			const sent = request(`${this.#url}/api${path}`, options, (answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (part) => (text += part));
				answer.on('end', () => {
					const { statusCode, headers } = answer;
					if (statusCode >= 300) reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
					else resolve({ headers, body: text === '' ? undefined : JSON.parse(text) });
				});
			});
			sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
		});
	}
}
