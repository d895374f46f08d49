import { newCertificate } from '../../support/certificate';
import { manualClock, type ManualClock } from '../../support/clock';
import { VsphereSimulator, type VsphereOptions } from './index';
import { TestClient } from './testClient';

export interface Given {
	readonly simulator: VsphereSimulator;
	/** Logged in. */
	readonly client: TestClient;
	readonly clock: ManualClock;
}

/** A certificate takes longer to make than most laws to prove. */
const certificate = newCertificate({ commonName: 'vsphere.simulator' });

/** Most tests are not about sessions. */
const FOR_EVER_SECONDS = 1e9;

/** A law about why something is refused needs no second look then. */
const TOLD_AT_ONCE = { refusals: 'byCall' } as const;

/** Starts simulators for one test file, on clocks that stand still, and ends them after each test. */
export class TestBench {
	private readonly started: VsphereSimulator[] = [];

	async given(options: VsphereOptions = {}): Promise<Given> {
		const clock = manualClock('2026-11-22T02:00:00.123Z');
		const durations = { sessionIdle: FOR_EVER_SECONDS, ...options.durations };
		const quirks = { ...TOLD_AT_ONCE, ...options.quirks };
		const simulator = await VsphereSimulator.start({
			clock,
			certificate,
			...options,
			durations,
			quirks,
		});
		this.started.push(simulator);
		const client = new TestClient(simulator);
		await client.logIn();
		simulator.clearRequests();
		return { simulator, clock, client };
	}

	async cleanUp(): Promise<void> {
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}

/** The parameters of `CreateSnapshot_Task`. */
export const snapshotCalled = (
	name: string,
	{ memory = false, quiesce = false, description = '' } = {},
): string =>
	`<name>${name}</name><description>${description}</description><memory>${memory}</memory><quiesce>${quiesce}</quiesce>`;

/** The parameters of `RemoveSnapshot_Task`. */
export const removal = (removeChildren: boolean, consolidate?: boolean): string => {
	const merges = consolidate === undefined ? '' : `<consolidate>${consolidate}</consolidate>`;
	return `<removeChildren>${removeChildren}</removeChildren>${merges}`;
};
