/* The command line as a process: its help, and a listing of 1,000 VMs beside the bare requests of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { VergeosSimulator } from '../../test/simulators/vergeos';

const RUNS = 15;
const VMS = 1000;
const SNAPSHOTS_EACH = 2;
const CLI = join(__dirname, '..', '..', 'cli');
const PROGRAM = join(CLI, 'dist', 'vm-snapshots.cjs');

/**
 * What a person would write for the same requests: bare axios over one connection kept open, one answer after the
 * other, each parsed and printed as it is. It joins nothing and checks nothing. How axios is loaded weighs as much as
 * all requests together, so both ways are measured: as its documentation has it, and the quicker one.
 */
const rawProgram = (load: string): string => `
	import { readFileSync } from 'node:fs';
	import { createRequire } from 'node:module';
	import { Agent } from 'node:https';
	${load}
	const { urls, ca, apiKey } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
	const httpsAgent = new Agent({ ca, keepAlive: true });
	const headers = { Authorization: 'Bearer ' + apiKey };
	for (const url of urls) {
		const { data } = await axios.get(url, { httpsAgent, headers });
		process.stdout.write(JSON.stringify(data) + '\\n');
	}
	process.exit(0);
`;
const RAW = {
	import: rawProgram(`import axios from 'axios';`),
	require: rawProgram(`const axios = createRequire(process.argv[1])('axios');`),
};

async function main(): Promise<void> {
	const [bare, help] = await inTurns([() => run(['-e', '0']), () => run([PROGRAM, '--help'])]);
	console.log(
		`vm-snapshots --help, median of ${RUNS}: ${help.toFixed(0)} ms; node itself: ${bare.toFixed(0)} ms (goal: below 150 ms)`,
	);
	// Within its package, where axios is found as the program finds it.
	await mkdir(join(CLI, '.cache'), { recursive: true });
	const folder = await mkdtemp(join(CLI, '.cache', 'bench-'));
	const simulator = await VergeosSimulator.start();
	try {
		simulator.grow(VMS, SNAPSHOTS_EACH);
		await compareListing(simulator, folder);
	} finally {
		await simulator.close();
		await rm(folder, { recursive: true });
	}
}

async function compareListing(simulator: VergeosSimulator, folder: string): Promise<void> {
	const connection = {
		system: 'vergeos',
		url: simulator.url,
		apiKey: simulator.credentials.apiKey,
		serverCertificate: simulator.certificatePem,
	};
	const connections = join(folder, 'connections.json');
	await writeFile(connections, JSON.stringify({ connections: { bench: connection } }), {
		mode: 0o600,
	});
	const list = [PROGRAM, 'list', '--json', '--quiet', '--connections', connections];
	const listed = (await run(list)).split('\n').filter((line) => line !== '').length;
	if (listed !== VMS * SNAPSHOTS_EACH) throw new Error(`listed ${listed} snapshots`);
	const urls = simulator.requests.map(
		({ path, query }) => `${simulator.url}${path}?${encoded(query)}`,
	);
	const raw = join(folder, 'raw.json');
	const { certificatePem: ca } = simulator;
	await writeFile(raw, JSON.stringify({ urls, ca, apiKey: simulator.credentials.apiKey }));
	const [imported, required, ours] = await inTurns([
		() => run(['--input-type=module', '-e', RAW.import, raw]),
		() => run(['--input-type=module', '-e', RAW.require, raw]),
		() => run(list),
	]);
	const beside = (theirs: number): string =>
		`${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}`;
	console.log(
		`vm-snapshots list of ${VMS} VMs with ${SNAPSHOTS_EACH} snapshots each, whole process, median of ${RUNS}: ${ours.toFixed(0)} ms; the same ${urls.length} requests by bare axios: ${beside(imported)} (goal: at most 1.20); with axios loaded by require: ${beside(required)}`,
	);
}

/** The simulator tells queries decoded. */
const encoded = (query: string): string =>
	query
		.split('&')
		.map((pair) => pair.split('='))
		.map(([name = '', ...value]) => `${name}=${encodeURIComponent(value.join('='))}`)
		.join('&');

async function run(args: readonly string[]): Promise<string> {
	const child = spawn(process.execPath, args, { cwd: CLI, stdio: ['ignore', 'pipe', 'inherit'] });
	const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
	if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
	return stdout;
}

/** Medians in milliseconds, taken in turns, so that what else the machine does weighs on all alike. */
async function inTurns<const Work extends readonly (() => Promise<unknown>)[]>(
	works: Work,
): Promise<{ [at in keyof Work]: number }> {
	const taken = works.map((): number[] => []);
	for (let round = 0; round < RUNS; round += 1) {
		for (const [at, work] of works.entries()) taken[at]?.push(await timed(work));
	}
	return taken.map(median) as { [at in keyof Work]: number };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
