import { vergeosDriver } from '../../../drivers/vergeos/driver';
import type { Part } from '../../../snapshots/driver';
import type { Level, SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import { pollingClock } from '../../support/pollingClock';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import {
	REALISTIC,
	VergeosSimulator,
	type Ref,
	type VergeosOptions,
} from '../../simulators/vergeos';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

/** The published facts leave some things open: what the default of the simulator is not. */
export const OTHERWISE: VergeosOptions = {
	durations: REALISTIC,
	quirks: {
		errorShape: 'errorMessage',
		systemAnswer: 'object',
		rowKeys: 'text',
		emptyAnswers: true,
		restoreAnswersTask: true,
		volumeCloneAnswer: 'volumekey',
		recoverNameTaken: 'refused',
		busy: { status: 422, text: 'Task in progress ({holder})' },
		quiesceWithoutAgent: { status: 422, text: 'The guest agent is not connected' },
	},
};

const NAMES = ['web-01', 'db-01', 'Old "Box"; $(id)'] as const;

/** A fresh simulated VergeOS for each test, reached over real HTTPS on loopback. */
export const vergeosSimulator =
	(level: Level, options: VergeosOptions = {}): SystemUnderTestFactory =>
	async () => {
		const clock = pollingClock();
		const simulator = await VergeosSimulator.start({ clock, ...FIXED, ...options });
		furnish(simulator);
		const driver = vergeosDriver(await openTo(simulator), simulator.credentials, clock);
		const signal = new AbortController().signal;
		const target = async (name: string): Promise<Target> => {
			const id = level === 'system' ? SYSTEM_NAME : String(simulator.keyOf(level, name));
			return await driver.readTarget({ level, id, name }, signal);
		};
		const [withAgent, withoutAgent, stopped] = NAMES;
		const sut: SystemUnderTest = {
			driver,
			level,
			lineage: 'none',
			...(level === 'volume' ? { quiescingAgent: 'none' } : {}),
			clock,
			targets: {
				runningWithAgent: await target(withAgent),
				runningWithoutAgent: await target(withoutAgent),
				stopped: await target(stopped),
			},
			request: (overrides) => ({ description: '', quiesce: false, memory: false, ...overrides }),
			lock: async (ref) => {
				simulator.lock(ref, 'backup-job');
				return { holder: 'backup-job' };
			},
			unlock: async (ref) => simulator.unlock(ref),
			write: async (ref, text) => simulator.write(holderOf(simulator, ref), text),
			read: async (ref) => contentOf(simulator, ref),
			...(level === 'vm' || level === 'system'
				? { network: async (ref) => simulator.network(holderOf(simulator, ref).id) }
				: {}),
			...(level === 'system'
				? { restoring: async (of, snapshot) => ({ part: await partOf(sut, of, snapshot) }) }
				: { grow: async (count) => grow(simulator, level, count) }),
			stall: async () => simulator.stall(),
			requests: () => simulator.count(),
			badName: level === 'system' ? 'Daily_%Y' : ' padded ',
			close: async () => {
				await driver.close();
				await simulator.close();
			},
		};
		return sut;
	};

const SYSTEM_NAME = 'Contract "Cloud"';

/** A certificate takes longer to make than a law to prove, so all share one. */
const FIXED = {
	cloudName: SYSTEM_NAME,
	certificate: newCertificate({ commonName: 'vergeos.simulator' }),
};

const openTo = async (simulator: VergeosSimulator) =>
	await openByAxios({
		system: 'vergeos',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
	});

/** The same three names at each level; the whole system holds the VMs. */
function furnish(simulator: VergeosSimulator): void {
	const [withAgent, withoutAgent, stopped] = NAMES;
	simulator.addVm({ name: withAgent, agent: 'connected', tags: ['prod', 'web'] });
	simulator.addVm({ name: withoutAgent, agent: 'dead' });
	simulator.addVm({ name: stopped, running: false });
	simulator.addTenant({ name: withAgent, tags: ['prod'] });
	simulator.addTenant({ name: withoutAgent });
	simulator.addTenant({ name: stopped, running: false });
	for (const name of NAMES) simulator.addVolume({ name });
	simulator.addVolume({ name: 'remote share', fsType: 'cifs' });
}

/** What is in the whole system is told by one VM in it. */
const holderOf = (simulator: VergeosSimulator, { level, id }: TargetRef): Ref =>
	level === 'system' ? { level: 'vm', id: simulator.keyOf('vm', NAMES[0]) } : { level, id };

/** A tenant that is off shows what it will hold when it is powered on, as its revert takes effect then. */
function contentOf(simulator: VergeosSimulator, ref: TargetRef): string {
	if (ref.level === 'tenant') {
		const tenants = simulator.world.table('tenants');
		const pending = tenants.get(ref.id)._pending;
		if (pending !== null && pending !== undefined) return String(tenants.get(pending)._disk);
	}
	return simulator.read(holderOf(simulator, ref));
}

async function partOf(
	{ driver }: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
): Promise<Part> {
	const { signal } = new AbortController();
	const parts = (await driver.snapshotParts?.(target, snapshot, 'vm', signal)) ?? [];
	const found = parts.find(({ name }) => name === NAMES[0]);
	if (found === undefined) throw new Error(`Snapshot ${snapshot.name} holds no ${NAMES[0]}`);
	return found;
}

function grow(simulator: VergeosSimulator, level: Level, count: number): void {
	if (level === 'vm') return simulator.grow(count);
	for (let number = 1; number <= count; number += 1) {
		const name = `more-${number}`;
		const id =
			level === 'tenant'
				? simulator.addTenant({ name, running: false })
				: simulator.addVolume({ name });
		const ref: Ref = { level, id };
		simulator.addSnapshot(ref, { name: 'nightly-1' });
		simulator.addSnapshot(ref, { name: 'nightly-2' });
	}
}
