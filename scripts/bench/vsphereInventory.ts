import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VsphereSimulator } from '../../test/simulators/vsphere';
import { command, outputsOf } from './command';
import { makeByOperations, timed } from './pairs';
import { govcEnvironment, open, type Server } from './vsphereServer';

const VMS = 5000;
const SNAPSHOTS_EACH = 2;
const WITH_SNAPSHOTS = 8;
const ROUNDS = 5;
const PROGRAM = join(__dirname, '..', '..', 'cli', 'dist', 'vm-snapshots.cjs');

/** Tells at its end how much memory it has had at most, in KiB. */
const PEAK_AT_EXIT = `data:text/javascript,process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))`;

/** Whole processes both, in turns: ours lists names, states, UUIDs and snapshots; govc collects the same properties. */
export async function inventoryOfVcsim(govc: string, many: Server, folder: string): Promise<void> {
	const driver = await open(many);
	const withSnapshots = many.names.slice(0, WITH_SNAPSHOTS);
	const make = await makeByOperations(driver, withSnapshots);
	for (const name of withSnapshots) await make(name, 'listed');
	await driver.close();
	const list = await listing(folder, many);
	const properties = ['name', 'config.instanceUuid', 'runtime.powerState', 'snapshot'];
	const collect = ['object.collect', '-json', '-type', 'm', '/', ...properties];
	const taken: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
	let peakMebibytes = 0;
	for (let round = 0; round < ROUNDS; round += 1) {
		taken.ours.push(
			await timed(async () => {
				peakMebibytes = Math.max(peakMebibytes, await list(WITH_SNAPSHOTS));
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
		`vSphere (vcsim, which sends all in one page whatever is asked): vm-snapshots list of ${many.names.length} VMs, whole process, median of ${ROUNDS}: ${ours.toFixed(0)} ms; govc object.collect of the same properties: ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)}; peak memory ${peakMebibytes.toFixed(0)} MB`,
	);
}

/** As vCenter answers: in pages. */
export async function pagedInventory(folder: string): Promise<void> {
	const simulator = await VsphereSimulator.start({ pace: 0 });
	try {
		simulator.grow(VMS, SNAPSHOTS_EACH);
		const { url, credentials, certificatePem: serverCertificate } = simulator;
		const list = await listing(folder, { url, ...credentials, serverCertificate });
		const requestsBefore = simulator.requests.length;
		const peakMebibytes = await list(VMS * SNAPSHOTS_EACH);
		const requests = simulator.requests.length - requestsBefore;
		console.log(
			`vSphere (own simulator): vm-snapshots list of ${VMS} VMs with ${SNAPSHOTS_EACH} snapshots each, in ${requests} requests: peak memory ${peakMebibytes.toFixed(0)} MB (goal: below 150 MB)`,
		);
	} finally {
		await simulator.close();
	}
}

/** Runs the command line as a process; tells its peak memory in MiB. */
async function listing(
	folder: string,
	{ url, username, password, serverCertificate }: Omit<Server, 'names'>,
): Promise<(snapshots: number) => Promise<number>> {
	const connections = join(folder, 'connections.json');
	const connection = { system: 'vsphere', url, username, password, serverCertificate };
	await writeFile(connections, JSON.stringify({ connections: { bench: connection } }), {
		mode: 0o600,
	});
	const list = [PROGRAM, 'list', '--json', '--quiet', '--connections', connections];
	const args = ['--import', PEAK_AT_EXIT, ...list];
	return async (snapshots) => {
		const { stdout, stderr } = await outputsOf(process.execPath, args, {});
		const listed = stdout.split('\n').filter((line) => line !== '').length;
		if (listed !== snapshots) throw new Error(`listed ${listed} snapshots`);
		const [, kibibytes] = /^peak (\d+)$/m.exec(stderr) ?? [];
		if (kibibytes === undefined) throw new Error(`no word of its memory in: ${stderr}`);
		return Number(kibibytes) / 1024;
	};
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
