import { libvirtCapabilities } from '../../drivers/libvirt/capabilities';
import { SnapshotError } from '../../snapshots/errors';
import { optionalText, portField, secret, switchField, text } from './fields';
import { defineSystem } from './system';

export const libvirt = defineSystem({
	id: 'libvirt',
	title: 'libvirt (KVM/QEMU)',
	capabilities: libvirtCapabilities,
	fields: {
		host: text('Name or address of the host'),
		port: portField('Port of its SSH server, 22 if absent', 22),
		username: text('A user there who may manage VMs'),
		privateKey: secret('Private key, from its BEGIN line to its END line'),
		passphrase: secret('Passphrase of the private key, if it has one'),
		password: secret('Instead of a private key'),
		hostFingerprint: optionalText(
			'SHA256:… of the host key; ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub tells it there',
		),
		useSudo: switchField('true: reach image files by sudo, which must ask for no password'),
		socketPath: optionalText('Of libvirt’s daemon; found by itself if absent'),
	},
	async open({ privateKey, passphrase, password, ...login }, clock, signal) {
		if ((privateKey === undefined) === (password === undefined)) {
			throw new SnapshotError(
				'INVALID_INPUT',
				`The login of ${login.username} at ${login.host} needs either privateKey or password`,
				{ system: 'libvirt', advice: 'Put one of the two into the connection. Nothing was sent.' },
			);
		}
		const [{ libvirtDriver }, { openSsh }] = await Promise.all([
			import('../../drivers/libvirt/driver'),
			import('../transports/ssh2'),
		]);
		const { host, port, username, hostFingerprint: hostKeyFingerprint, ...options } = login;
		const server = { host, port, username, privateKey, passphrase, password, hostKeyFingerprint };
		return libvirtDriver(await openSsh(server, clock, signal, 'libvirt'), options, clock);
	},
});
