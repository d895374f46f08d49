import type { SSHCredentials } from 'n8n-workflow';
import { z } from 'zod';
import { libvirtCapabilities } from '../../../drivers/libvirt/capabilities';
import { SnapshotError } from '../../../snapshots/errors';
import { parseWith } from '../../../snapshots/parseWith';
import { openSsh } from '../transports';
import { mendedPem } from '../../../drivers/transports/pem';
import type { System } from './system';

const LABELS: Readonly<Record<string, string>> = {
	host: 'Host',
	port: 'Port',
	username: 'User Name',
	authentication: 'Authentication',
};

const credentialSchema = z.object({
	host: z.string().trim().min(1),
	port: z.number().int().min(1).max(65535),
	username: z.string().trim().min(1),
	authentication: z.enum(['privateKey', 'password']),
	privateKey: z.string().default(''),
	passphrase: z.string().default(''),
	password: z.string().default(''),
	acceptLateHostCheck: z.boolean().default(false),
	hostFingerprint: z.string().trim().default(''),
	useSudo: z.boolean().default(false),
	socketPath: z.string().trim().default(''),
});
type LibvirtCredential = z.infer<typeof credentialSchema>;

export const libvirt: System = {
	id: 'libvirt',
	title: 'libvirt (KVM/QEMU)',
	credential: 'libvirtSshApi',
	capabilities: libvirtCapabilities,
	async open(transports, credentials, clock, signal) {
		const labelOf = (path: readonly (string | number)[]) => LABELS[path.join('.')];
		const credential = parseWith(credentialSchema, credentials, {
			system: 'libvirt',
			labelOf,
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { hostFingerprint, useSudo, socketPath } = credential;
		const login = {
			system: 'libvirt',
			hostKeyFingerprint: given(hostFingerprint),
			credentials: sshCredentials(credential),
		};
		const { libvirtDriver } = await import('../../../drivers/libvirt/driver');
		const ssh = await openSsh(transports, login, clock, signal);
		return libvirtDriver(ssh, { useSudo, socketPath: given(socketPath) }, clock);
	},
};

function sshCredentials(credential: LibvirtCredential): SSHCredentials {
	const server = {
		sshHost: credential.host,
		sshPort: credential.port,
		sshUser: credential.username,
	};
	if (credential.authentication === 'password') {
		if (!credential.acceptLateHostCheck) throw passwordNotAccepted(credential);
		return { ...server, sshAuthenticateWith: 'password', sshPassword: credential.password };
	}
	return {
		...server,
		sshAuthenticateWith: 'privateKey',
		privateKey: mendedPem(credential.privateKey),
		passphrase: given(credential.passphrase),
	};
}

const passwordNotAccepted = ({ host }: LibvirtCredential): SnapshotError =>
	new SnapshotError('INVALID_INPUT', `The password would be sent before ${host} is checked`, {
		system: 'libvirt',
		advice:
			'Use a private key, or turn on Send the Password Before the Host Is Checked in the credential. Nothing was sent.',
	});

const given = (text: string): string | undefined => (text === '' ? undefined : text);
