import { z } from 'zod';

/** What people paste: with or without `https://`, with a page's path behind it. Only host and port count. */
export const baseUrlSchema = z
	.string()
	.trim()
	.min(1)
	.transform((text, context) => {
		const url = parsed(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
		if (url === undefined || url.hostname === '' || url.username !== '' || url.password !== '') {
			context.addIssue({ code: 'custom', message: 'must be like https://host.example.com' });
			return z.NEVER;
		}
		if (url.protocol !== 'https:') {
			context.addIssue({ code: 'custom', message: 'must begin with https://' });
			return z.NEVER;
		}
		return new URL(url.origin);
	});

function parsed(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined; // told above, in a person's words
	}
}
