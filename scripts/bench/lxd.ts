/* Reads how to reach the lab as JSON from standard input; prints one line a figure. */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { incusDriver } from '../../drivers/incus/driver';
import { readIdentity } from '../../drivers/incus/identity';
import { openByAxios } from '../../test/support/http';
import { systemClock } from '../../test/support/systemClock';
import { command } from './command';
import { comparePairs, pairByOperations } from './pairs';

const CONTAINERS = 8;

const labSchema = z.object({
	url: z.string().url(),
	client: z.object({ certificate: z.string(), key: z.string() }),
	serverCertificate: z.string(),
	/** With them its own client reaches it by its socket. */
	env: z.record(z.string()),
});

async function main(): Promise<void> {
	const { url, client, serverCertificate, env } = labSchema.parse(
		JSON.parse(await text(process.stdin)),
	);
	const lxc = (...args: readonly string[]) => command('lxc', args, env);
	const names = Array.from({ length: CONTAINERS }, (_, at) => `bench-${at + 1}`);
	const identity = readIdentity({ ...client, passphrase: '' });
	const http = await openByAxios(
		{
			system: 'incus',
			baseUrl: new URL(url),
			trust: { by: 'ownAuthority', certificates: serverCertificate },
			identity,
		},
		new AbortController().signal,
		'shared',
	);
	const driver = incusDriver(http, { login: { by: 'certificate', identity } }, systemClock);
	try {
		for (const name of names) await lxc('init', 'tiny', name, '--quiet');
		await comparePairs({
			system: 'LXD',
			targets: names,
			ours: await pairByOperations(driver, names),
			theirs: async (container, snapshot) => {
				await lxc('snapshot', container, snapshot);
				await lxc('delete', `${container}/${snapshot}`);
			},
			theirWords: 'the two commands of lxc over the local socket',
		});
	} finally {
		await driver.close();
		await lxc('delete', ...names);
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
