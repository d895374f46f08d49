/* Reads how to reach two vcsims as JSON from standard input, one small and one with many VMs; prints one line a figure. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { openVsphere } from '../../drivers/vsphere/driver';
import type { SnapshotDriver } from '../../snapshots/driver';
import { openByAxios } from '../../test/support/http';
import { systemClock } from '../../test/support/systemClock';
import { command, outputsOf } from './command';
import { comparePairs, makeByOperations, pairByOperations, timed } from './pairs';

const VMS = 8;
const ROUNDS = 5;
const PROGRAM = join(__dirname, '..', '..', 'cli', 'dist', 'vm-snapshots.cjs');

/** Tells at its end how much memory it has had at most, in KiB. */
const PEAK_AT_EXIT = `data:text/javascript,process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))`;

const serverSchema = z.object({
	url: z.string().url(),
	username: z.string(),
	password: z.string(),
	serverCertificate: z.string(),
	names: z.array(z.string()),
});
const inputSchema = z.object({ govc: z.string(), few: serverSchema, many: serverSchema });
type Server = z.output<typeof serverSchema>;

async function main(): Promise<void> {
	const { govc, few, many } = inputSchema.parse(JSON.parse(await text(process.stdin)));
	const folder = await mkdtemp(join(tmpdir(), 'vm-snapshots-bench-'));
	try {
		await createAndDelete(govc, few, folder);
		await inventory(govc, many, folder);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function createAndDelete(govc: string, few: Server, folder: string): Promise<void> {
	const names = few.names.slice(0, VMS);
	const env = govcEnvironment(few, folder);
	const driver = await open(few);
	try {
		await comparePairs({
			system: 'vSphere (vcsim)',
			targets: names,
			ours: await pairByOperations(driver, names),
			theirs: async (vm, snapshot) => {
				await command(govc, ['snapshot.create', '-vm', vm, '-m=false', snapshot], env);
				await command(govc, ['snapshot.remove', '-vm', vm, snapshot], env);
			},
			theirWords: 'the two commands of govc, which keeps its session',
		});
	} finally {
		await driver.close();
	}
}

/** Whole processes both, in turns: ours lists names, states, UUIDs and snapshots; govc collects the same properties. */
async function inventory(govc: string, many: Server, folder: string): Promise<void> {
	const driver = await open(many);
	const withSnapshots = many.names.slice(0, VMS);
	const make = await makeByOperations(driver, withSnapshots);
	for (const name of withSnapshots) await make(name, 'listed');
	await driver.close();

	const connections = join(folder, 'connections.json');
	const { url, username, password, serverCertificate } = many;
	const connection = { system: 'vsphere', url, username, password, serverCertificate };
	await writeFile(connections, JSON.stringify({ connections: { bench: connection } }), {
		mode: 0o600,
	});
	const list = [PROGRAM, 'list', '--json', '--quiet', '--connections', connections];
	const properties = ['name', 'config.instanceUuid', 'runtime.powerState', 'snapshot'];
	const collect = ['object.collect', '-json', '-type', 'm', '/', ...properties];
	const taken: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
	let peakKibibytes = 0;
	for (let round = 0; round < ROUNDS; round += 1) {
		taken.ours.push(
			await timed(async () => {
				const { lines, peak } = await listed(list);
				if (lines !== VMS) throw new Error(`listed ${lines} snapshots`);
				peakKibibytes = Math.max(peakKibibytes, peak);
			}),
		);
		taken.theirs.push(
			await timed(async () => {
				const found = await command(govc, collect, govcEnvironment(many, folder));
				const uuids = found.split('"config.instanceUuid"').length - 1;
				if (uuids !== many.names.length) throw new Error(`govc collected ${uuids} VMs`);
			}),
		);
	}
	const [ours, theirs] = [median(taken.ours), median(taken.theirs)];
	console.log(
		`vSphere (vcsim): vm-snapshots list of ${many.names.length} VMs, whole process, median of ${ROUNDS}: ${ours.toFixed(0)} ms; govc object.collect of the same properties: ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)}; peak memory ${(peakKibibytes / 1024).toFixed(0)} MB (goal: below 150 MB)`,
	);
}

async function listed(args: readonly string[]): Promise<{ lines: number; peak: number }> {
	const all = ['--import', PEAK_AT_EXIT, ...args];
	const { stdout, stderr } = await outputsOf(process.execPath, all, {});
	const [, peak] = /^peak (\d+)$/m.exec(stderr) ?? [];
	if (peak === undefined) throw new Error(`no word of its memory in: ${stderr}`);
	return { lines: stdout.split('\n').filter((line) => line !== '').length, peak: Number(peak) };
}

async function open({
	url,
	username,
	password,
	serverCertificate,
}: Server): Promise<SnapshotDriver> {
	const { signal } = new AbortController();
	const server = {
		system: 'vsphere',
		baseUrl: new URL(url),
		trust: { by: 'ownAuthority', certificates: serverCertificate },
	} as const;
	const http = await openByAxios(server, signal, 'shared');
	return await openVsphere(http, { username, password }, systemClock, signal);
}

/** With a home of its own, since it keeps its sessions there. */
const govcEnvironment = ({ url, username, password }: Server, home: string) => ({
	...{ GOVC_URL: url, GOVC_USERNAME: username, GOVC_PASSWORD: password },
	...{ GOVC_INSECURE: '1', GOVC_PERSIST_SESSION: 'true', HOME: home },
});

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
