/* Reads how to reach the lab as JSON from standard input; prints one line a figure. */
import { Client, type ConnectConfig } from 'ssh2';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { libvirtDriver } from '../../drivers/libvirt/driver';
import type { Connection } from '../../snapshots/connection';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { findTarget } from '../../snapshots/operations/findTarget';
import { listSnapshots } from '../../snapshots/operations/list';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { EVERYTHING } from '../../snapshots/selection/targetFilter';
import { systemClock } from '../../test/support/systemClock';
import { openSsh } from '../../test/support/ssh';
import { makeManyDomains, removeManyDomains } from './manyDomains';

const ROUNDS = 15;
const DOMAINS = 200;
const SNAPSHOTS = 5;
const PATIENCE = { waitWhileLockedSeconds: 60, timeLimitSeconds: 300 };

const labSchema = z.object({
	host: z.string(),
	port: z.number(),
	username: z.string(),
	privateKey: z.string(),
	fingerprint: z.string(),
	domains: z.object({ guest: z.string(), tiny: z.string() }),
});

async function main(): Promise<void> {
	const lab = labSchema.parse(JSON.parse(await text(process.stdin)));
	const login = {
		host: lab.host,
		port: lab.port,
		username: lab.username,
		privateKey: lab.privateKey,
	};
	const ssh = await openSsh({ ...login, hostKeyFingerprint: lab.fingerprint }, systemClock);
	const driver = libvirtDriver(ssh, {}, systemClock);
	const { signal } = new AbortController();
	const on: Connection = { driver, clock: systemClock, signal, random: Math.random };
	const raw = await rawShell(login);
	try {
		for (const domain of [lab.domains.guest, lab.domains.tiny]) {
			await compareCreateAndDelete(on, raw, domain);
		}
		await compareListing(on, raw);
	} finally {
		raw.end();
		await driver.close();
	}
}

/** Snapshot with memory and its removal, verified, against the two bare virsh commands; rounds interleaved. */
async function compareCreateAndDelete(on: Connection, raw: RawShell, name: string): Promise<void> {
	const target = await findTarget(on, { level: 'vm', by: 'name', value: name }, on.signal);
	const ours: number[] = [];
	const theirs: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		ours.push(
			await timed(async () => {
				const { snapshot } = await createSnapshot(on, target, {
					identity: { profile: 'Bench', runKey: String(round) },
					memory: true,
					quiesce: 'off',
					patience: PATIENCE,
				});
				const choice = { by: 'id', value: snapshot.id } as const;
				const order = { includeForeign: false, preview: false, patience: PATIENCE };
				await removeSnapshot(on, target, { ...order, snapshot: choice });
			}),
		);
		theirs.push(
			await timed(async () => {
				await raw.run(`virsh -q -c qemu:///system snapshot-create-as ${name} bench-${round}`);
				await raw.run(`virsh -q -c qemu:///system snapshot-delete ${name} bench-${round}`);
			}),
		);
	}
	const [a, b] = [median(ours), median(theirs)];
	console.log(
		`Create + delete on ${name}, verified, median of ${ROUNDS}: ${a.toFixed(0)} ms; the two virsh commands over one SSH connection: ${b.toFixed(0)} ms; ratio ${(a / b).toFixed(2)} (goal: at most 1.15)`,
	);
}

async function compareListing(on: Connection, raw: RawShell): Promise<void> {
	makeManyDomains(DOMAINS, SNAPSHOTS);
	try {
		let found = 0;
		const list = async (): Promise<void> => {
			found = 0;
			const filter = { ...EVERYTHING, names: ['bench-many-*'] };
			for await (const { snapshots } of listSnapshots(on, 'vm', filter, on.signal)) {
				found += snapshots.length;
			}
		};
		const ours = median([await timed(list), await timed(list), await timed(list)]);
		if (found !== DOMAINS * SNAPSHOTS) throw new Error(`listed ${found} snapshots`);
		const perDomain = `for d in $(virsh -q -c qemu:///system list --all --name | grep bench-many-); do virsh -q -c qemu:///system snapshot-list "$d" >/dev/null; done`;
		const theirs = await timed(() => raw.run(perDomain));
		console.log(
			`List ${DOMAINS} domains with ${SNAPSHOTS} snapshots each, in full, no process started: ${ours.toFixed(0)} ms; virsh snapshot-list once per domain (names and times only): ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)}`,
		);
	} finally {
		removeManyDomains(DOMAINS);
	}
}

interface RawShell {
	run(command: string): Promise<void>;
	end(): void;
}

async function rawShell(config: ConnectConfig): Promise<RawShell> {
	const client = new Client();
	await new Promise<void>((resolve, reject) => {
		client.once('ready', resolve).once('error', reject).connect(config);
	});
	client.setNoDelay(true); // as ours is: otherwise it would be 40 ms slower a command for nothing
	return {
		run: async (command) =>
			await new Promise((resolve, reject) => {
				client.exec(`export LC_ALL=C; ${command}`, (error, channel) => {
					if (error) return reject(error);
					let complaint = '';
					channel.resume().stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
					channel.once('close', (code: number) =>
						code === 0 ? resolve() : reject(new Error(`${command}: ${complaint}`)),
					);
				});
			}),
		end: () => void client.end(),
	};
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
