import type { IncusLogin } from './login';

/** The server answers, but does not know who asks. */
export class NotTrusted extends Error {
	override readonly name = 'NotTrusted';

	constructor(
		readonly address: string,
		readonly login: IncusLogin,
	) {
		super(`${address} does not trust the login`);
	}

	get advice(): string {
		switch (this.login.by) {
			case 'token':
				return 'The token is unknown to the server or has expired. Make a new one (LXD: lxc auth identity token issue).';
			case 'certificate':
				return `Add the certificate to the server’s trust store: incus config trust add-certificate n8n.crt (LXD: lxc config trust add n8n.crt). Its fingerprint is ${this.login.identity.fingerprint}.`;
			case 'signedToken':
				return `Incus takes signed tokens of certificates in its trust store only: incus config trust add-certificate n8n.crt. Its fingerprint is ${this.login.identity.fingerprint}. The clocks must agree, and LXD takes no such tokens: choose Client Certificate there.`;
		}
	}
}
