/** The API key wins where both are known, as in the vendor's own clients. */
export type VergeosLogin =
	{ readonly apiKey: string } | { readonly username: string; readonly password: string };

export const authorizationOf = (login: VergeosLogin): string =>
	'apiKey' in login
		? `Bearer ${login.apiKey}`
		: `Basic ${Buffer.from(`${login.username}:${login.password}`, 'utf8').toString('base64')}`;
