export const CREDENTIAL_TYPE = 'libvirtSshApi';
export const VERGEOS_CREDENTIAL_TYPE = 'vergeosApi';
export const VPROTECT_CREDENTIAL_TYPE = 'vprotectApi';
export const INCUS_CREDENTIAL_TYPE = 'incusApi';
export const VSPHERE_CREDENTIAL_TYPE = 'vsphereApi';
export const NODE_PREFIX = 'n8n-nodes-vm-snapshots.';

/** What a node's parameter System says when it wants a credential of that type. */
const SYSTEMS = {
	[CREDENTIAL_TYPE]: 'libvirt',
	[VERGEOS_CREDENTIAL_TYPE]: 'vergeos',
	[VPROTECT_CREDENTIAL_TYPE]: 'vprotect',
	[INCUS_CREDENTIAL_TYPE]: 'incus',
	[VSPHERE_CREDENTIAL_TYPE]: 'vsphere',
};

/**
 * A workflow's node with a credential in it, if it is one of this package's that wants it.
 *
 * @template {{ type: string, parameters: any, credentials?: any }} Node
 * @param {Node} node
 * @param {import('./rest.mjs').CredentialRef} credential
 * @returns {Node}
 */
export function withCredential(node, { id, name, type }) {
	const isOurs = node.type.startsWith(NODE_PREFIX);
	const wantsIt = node.parameters.system === SYSTEMS[type] || node.credentials?.[type];
	if (!isOurs || !wantsIt) return node;
	return { ...node, credentials: { ...node.credentials, [type]: { id, name } } };
}

/**
 * What a person types into a credential for libvirt.
 *
 * @param {{ host: string, port: number, username: string, privateKey: string, fingerprint: string }} login
 */
export function libvirtCredential({ host, port, username, privateKey, fingerprint }) {
	return {
		host,
		port,
		username,
		authentication: 'privateKey',
		privateKey,
		passphrase: '',
		password: '',
		hostFingerprint: fingerprint,
		acceptLateHostCheck: false,
		useSudo: false,
		socketPath: '',
	};
}

/**
 * What a person types into a credential for VergeOS that holds an API key and the system's own certificate.
 *
 * @param {{ url: string, apiKey: string, certificate: string }} login
 */
export function vergeosCredential({ url, apiKey, certificate }) {
	return {
		url,
		authentication: 'apiKey',
		apiKey,
		username: '',
		password: '',
		serverCheck: 'ownAuthority',
		serverCertificate: certificate,
		serverFingerprint: '',
	};
}

/**
 * What a person types into a credential for vProtect, with its SSH part and the system's own certificate.
 *
 * @param {Pick<import('../lab/vprotect.mjs').VprotectLab, 'url' | 'username' | 'password' | 'certificate' | 'ssh'>} login
 */
export function vprotectCredential({ url, username, password, certificate, ssh }) {
	return {
		url,
		username,
		password,
		serverCheck: 'ownAuthority',
		serverCertificate: certificate,
		serverFingerprint: '',
		useSsh: true,
		sshHost: ssh.address,
		sshPort: ssh.port,
		sshUsername: ssh.username,
		sshPrivateKey: ssh.privateKey,
		sshPassphrase: '',
		sshHostFingerprint: ssh.hostKeyFingerprint,
	};
}

/**
 * What a person types into a credential for Incus or LXD: a client certificate, and the server's own.
 *
 * @param {{ url: string, client: { certificate: string, key: string }, serverCertificate: string }} login
 */
export function incusCredential({ url, client, serverCertificate }) {
	return {
		url,
		authentication: 'certificate',
		clientCertificate: client.certificate,
		clientPrivateKey: client.key,
		clientKeyPassphrase: '',
		token: '',
		project: '',
		serverCheck: 'ownAuthority',
		serverCertificate,
		serverFingerprint: '',
	};
}

/**
 * What a person types into a credential for vSphere, with the server's own certificate.
 *
 * @param {{ url: string, username: string, password: string, serverCertificate: string }} login
 */
export function vsphereCredential({ url, username, password, serverCertificate }) {
	return {
		url,
		username,
		password,
		serverCheck: 'ownAuthority',
		serverCertificate,
		serverFingerprint: '',
	};
}
