import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { VsphereSimulator } from './index';

/** What a raw answer holds: enough to look at, read by eyes other than the simulator's. */
export interface SoapAnswer {
	readonly status: number;
	readonly xml: string;
	readonly headers: TestAnswer['headers'];
	/** `xsi:type` of the fault, where it is one. */
	readonly fault: string | undefined;
	readonly faultText: string | undefined;
}

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** A client that knows nothing: one real HTTPS request for each call, with the cookie of its login. */
export class TestClient {
	cookie = '';
	version: string | undefined = 'urn:vim25/6.5';

	constructor(private readonly simulator: VsphereSimulator) {}

	async logIn(
		user: string = this.simulator.credentials.username,
		password: string = this.simulator.credentials.password,
	): Promise<SoapAnswer> {
		const manager =
			this.simulator.world.apiType === 'HostAgent' ? 'ha-sessionmgr' : 'SessionManager';
		const answer = await this.call(
			'Login',
			`SessionManager:${manager}`,
			`<userName>${escaped(user)}</userName><password>${escaped(password)}</password>`,
		);
		const [cookie = ''] = answer.headers['set-cookie'] ?? [];
		if (cookie !== '') this.cookie = cookie.split(';')[0] ?? '';
		return answer;
	}

	/** `on` is the type and the value: `VirtualMachine:vm-42`. */
	async call(method: string, on: string, parameters = ''): Promise<SoapAnswer> {
		const [type = '', ...value] = on.split(':');
		const self = `<_this type="${type}">${value.join(':')}</_this>`;
		return await this.send(`<${method} xmlns="urn:vim25">${self}${parameters}</${method}>`);
	}

	/** What is inside the body. */
	async send(call: string): Promise<SoapAnswer> {
		return await this.sendText(
			`<?xml version="1.0" encoding="UTF-8"?><Envelope xmlns="${ENVELOPE}" xmlns:xsi="${XSI}"><Body>${call}</Body></Envelope>`,
		);
	}

	async sendText(body: string): Promise<SoapAnswer> {
		const headers: Record<string, string> = { 'content-type': 'text/xml; charset="utf-8"' };
		if (this.version !== undefined) headers.soapaction = this.version;
		if (this.cookie !== '') headers.cookie = this.cookie;
		const answer = await sendTo(this.simulator, { method: 'POST', path: '/sdk', headers, body });
		const xml = String(answer.body);
		const fault = /<(\w+)Fault xmlns="urn:vim25" xsi:type="(\w+)">/.exec(xml);
		return {
			status: answer.status,
			xml,
			headers: answer.headers,
			fault: fault === null || fault[1] !== fault[2] ? undefined : fault[2],
			faultText: /<faultstring>([^]*)<\/faultstring>/.exec(xml)?.[1],
		};
	}

	/** The value of what comes back: a reference, or a text. Throws for a fault. */
	async returned(method: string, on: string, parameters = ''): Promise<string> {
		const { status, xml } = await this.call(method, on, parameters);
		if (status !== 200) throw new Error(xml);
		return /<returnval[^>]*>([^<]*)<\/returnval>/.exec(xml)?.[1] ?? '';
	}

	/** Properties of one object: each `val` as it was written, between its tags. */
	async properties(on: string, ...paths: string[]): Promise<Record<string, string>> {
		const [type = '', ...value] = on.split(':');
		const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
		const { status, xml } = await this.retrieve(
			`<propSet><type>${type}</type>${pathSet}</propSet><objectSet><obj type="${type}">${value.join(':')}</obj></objectSet>`,
		);
		if (status !== 200) throw new Error(xml);
		const found = [
			...xml.matchAll(/<propSet><name>([^<]*)<\/name><val[^>]*>(.*?)<\/val><\/propSet>/gs),
		];
		return Object.fromEntries(found.map(([, name = '', val = '']) => [name, val]));
	}

	async retrieve(specSet: string, options = ''): Promise<SoapAnswer> {
		const collector =
			this.simulator.world.apiType === 'HostAgent' ? 'ha-property-collector' : 'propertyCollector';
		return await this.call(
			'RetrievePropertiesEx',
			`PropertyCollector:${collector}`,
			`<specSet>${specSet}</specSet><options>${options}</options>`,
		);
	}

	/** What `info` of a task says, field by field; the first of each name. */
	async info(task: string): Promise<Record<string, string>> {
		const { info = '' } = await this.properties(`Task:${task}`, 'info');
		const fields = [...info.matchAll(/<(\w+)(?: [^>]*)?>([^<]*)<\/\1>/g)].reverse();
		const error = /<error><fault xsi:type="(\w+)"/.exec(info)?.[1];
		return {
			...Object.fromEntries(fields.map(([, name = '', text = '']) => [name, text])),
			...(error === undefined ? {} : { error }),
		};
	}
}

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
