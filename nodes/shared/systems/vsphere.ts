import { z } from 'zod';
import { baseUrlSchema } from '../../../drivers/transports/baseUrl';
import { readTrust } from '../../../drivers/transports/tls';
import { vsphereCapabilities } from '../../../drivers/vsphere/capabilities';
import { parseWith } from '../../../snapshots/parseWith';
import { openN8nHttp } from '../httpTransport';
import { serverCheckSchema, SERVER_CHECK_LABELS } from './serverCheck';
import type { System } from './system';

const LABELS: Readonly<Record<string, string>> = {
	...SERVER_CHECK_LABELS,
	url: 'URL',
	username: 'User Name',
	password: 'Password',
};

const credentialSchema = z
	.object({
		url: baseUrlSchema,
		username: z.string().trim().min(1),
		// It may begin or end with a blank.
		password: z.string().min(1),
	})
	.merge(serverCheckSchema);

/** With the capabilities of vCenter; what an ESXi host lacks is known once it was asked. */
export const vsphere: System = {
	id: 'vsphere',
	title: 'VMware vSphere',
	credential: 'vsphereApi',
	capabilities: vsphereCapabilities,
	async open(transports, credentials, clock, signal) {
		const credential = parseWith(credentialSchema, credentials, {
			system: 'vsphere',
			labelOf: (path) => LABELS[path.join('.')],
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { url: baseUrl, username, password } = credential;
		const trust = readTrust('vsphere', {
			verify: credential.serverCheck,
			certificates: credential.serverCertificate,
			fingerprint: credential.serverFingerprint,
		});
		const { openVsphere } = await import('../../../drivers/vsphere/driver');
		const http = await openN8nHttp(transports, { system: 'vsphere', baseUrl, trust }, signal);
		return await openVsphere(http, { username, password }, clock, signal);
	},
};
