/* Bulk inventory of a simulated VergeOS against the same requests sent raw; prints one line a figure. */
import { PAGE_ROWS } from '../../drivers/vergeos/client';
import { vergeosDriver } from '../../drivers/vergeos/driver';
import type { HttpPort } from '../../drivers/transports/http';
import { openByAxios } from '../../test/support/http';
import { systemClock } from '../../test/support/systemClock';
import { VergeosSimulator } from '../../test/simulators/vergeos';

const VMS = 1000;
const SNAPSHOTS_EACH = 10;
const ROUNDS = 7;
const QUERY = { level: 'vm', withSnapshots: true } as const;
const { signal } = new AbortController();

async function main(): Promise<void> {
	const simulator = await VergeosSimulator.start();
	try {
		simulator.grow(VMS, SNAPSHOTS_EACH);
		const http = await openByAxios({
			system: 'vergeos',
			baseUrl: new URL(simulator.url),
			trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
		});
		await compare(simulator, http);
	} finally {
		await simulator.close();
	}
}

/** Rounds interleaved, so that whatever else the machine does burdens both alike. */
async function compare(simulator: VergeosSimulator, http: HttpPort): Promise<void> {
	const { apiKey } = simulator.credentials;
	const driver = vergeosDriver(http, { apiKey }, systemClock);
	const asked = await recorded(http, apiKey);
	const ours: number[] = [];
	const theirs: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		ours.push(
			await timed(async () => {
				let found = 0;
				for await (const { snapshots } of driver.inventory(QUERY, signal)) {
					found += snapshots?.length ?? 0;
				}
				if (found !== VMS * SNAPSHOTS_EACH) throw new Error(`listed ${found} snapshots`);
			}),
		);
		theirs.push(
			await timed(async () => {
				for (const request of asked) JSON.parse((await http.send(request, signal)).body);
			}),
		);
	}
	const [a, b] = [median(ours), median(theirs)];
	console.log(
		`VergeOS: ${VMS} VMs with ${VMS * SNAPSHOTS_EACH} snapshots in ${asked.length} requests of up to ${PAGE_ROWS} rows, median of ${ROUNDS}: ${a.toFixed(0)} ms; the same requests raw, one after another: ${b.toFixed(0)} ms; ratio ${(a / b).toFixed(2)} (goal: at most 1.20)`,
	);
}

type Request = Parameters<HttpPort['send']>[0];

/** What the driver sends for one inventory. */
async function recorded(http: HttpPort, apiKey: string): Promise<readonly Request[]> {
	const requests: Request[] = [];
	const listening: HttpPort = {
		address: http.address,
		send: async (request, inner) => {
			requests.push(request);
			return await http.send(request, inner);
		},
	};
	const driver = vergeosDriver(listening, { apiKey }, systemClock);
	for await (const { target } of driver.inventory(QUERY, signal)) {
		if (target.id === '') throw new Error('a VM without a key');
	}
	return requests;
}

async function timed(work: () => Promise<void>): Promise<number> {
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
