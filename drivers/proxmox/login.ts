import { SnapshotError } from '../../snapshots/errors';
import { PROXMOX } from './errors';

/** Either a token, which needs no session, or an account that a session is opened for. */
export type ProxmoxLogin =
	| {
			/** `USER@REALM!NAME`, as Proxmox VE shows it. */
			readonly tokenId: string;
			readonly tokenSecret: string;
	  }
	| {
			/** With its realm: `root@pam`. */
			readonly username: string;
			readonly password: string;
	  };

const TOKEN_ID = /^[^\s@!:/]+(@[^\s@!:/]+)+![A-Za-z][\w.-]*$/;
const ACCOUNT = /^[^\s:/]+@[^\s@!:/]+$/;

/** A wrong form is told as what it is: the system would only say, three seconds later, that it lets nobody in. */
export function assertLogin(login: ProxmoxLogin): void {
	if ('tokenId' in login) {
		if (TOKEN_ID.test(login.tokenId) && /^[\x21-\x7e]+$/.test(login.tokenSecret)) return;
		throw malformed(
			TOKEN_ID.test(login.tokenId)
				? 'Token Secret in the credential is no secret of a token'
				: `Token ID ${JSON.stringify(login.tokenId)} in the credential is not like n8n@pve!nightly`,
			'Copy both from the window that Proxmox VE shows once when a token is made.',
		);
	}
	if (ACCOUNT.test(login.username)) return;
	throw malformed(
		`User Name ${JSON.stringify(login.username)} in the credential has no realm`,
		'Write it with the realm, such as root@pam or n8n@pve.',
	);
}

const malformed = (message: string, advice: string): SnapshotError =>
	new SnapshotError('INVALID_INPUT', message, { system: PROXMOX, advice });
