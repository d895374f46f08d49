export const CREDENTIAL_TYPE = 'libvirtSshApi';
export const NODE_PREFIX = 'n8n-nodes-vm-snapshots.';

/**
 * A workflow's node with a credential in it, if it is one of this package's that wants it.
 *
 * @template {{ type: string, parameters: any, credentials?: any }} Node
 * @param {Node} node
 * @param {import('./rest.mjs').CredentialRef} credential
 * @returns {Node}
 */
export function withCredential(node, { id, name }) {
	const isOurs = node.type.startsWith(NODE_PREFIX);
	const wantsIt = node.parameters.system === 'libvirt' || node.credentials?.[CREDENTIAL_TYPE];
	if (!isOurs || !wantsIt) return node;
	return { ...node, credentials: { ...node.credentials, [CREDENTIAL_TYPE]: { id, name } } };
}

/**
 * What a person types into a credential of that type.
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
