import { baseUrlSchema } from '../../drivers/transports/baseUrl';
import { vsphereCapabilities } from '../../drivers/vsphere/capabilities';
import { requiredSecret, text } from './fields';
import { serverTrust, serverTrustFields } from './serverTrust';
import { defineSystem } from './system';

export const vsphere = defineSystem({
	id: 'vsphere',
	title: 'VMware vSphere',
	capabilities: vsphereCapabilities,
	fields: {
		url: { says: 'Such as https://vcenter.example.com, or an ESXi host', schema: baseUrlSchema },
		username: text('Such as n8n@vsphere.local'),
		password: requiredSecret('Of that user'),
		...serverTrustFields,
	},
	async open({ url: baseUrl, username, password, ...check }, clock, signal) {
		const trust = serverTrust('vsphere', check);
		const [{ openVsphere }, { openByAxios }] = await Promise.all([
			import('../../drivers/vsphere/driver'),
			import('../transports/axios'),
		]);
		const server = { system: 'vsphere', baseUrl, trust };
		const http = await openByAxios(server, signal, 'shared');
		return await openVsphere(http, { username, password }, clock, signal);
	},
});
