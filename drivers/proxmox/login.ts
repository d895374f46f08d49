/** Either a token, which needs no session, or an account that a session is opened for. */
export type ProxmoxLogin =
	| {
			/** `USER@REALM!TOKENID`, as Proxmox VE shows it. */
			readonly tokenId: string;
			readonly tokenSecret: string;
	  }
	| {
			/** With its realm: `root@pam`. */
			readonly username: string;
			readonly password: string;
	  };
