import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Domain, STATE } from './domain';
import type { LibvirtHost } from './host';
import { describeSnapshot, readDumpedSnapshot, readSnapshotOrder } from './snapshot';
import { parseXml, printXml } from './xml';

const savedImage = z.object({
	path: z.string(),
	format: z.string(),
	virtualBytes: z.number(),
	layer: z.string().optional(),
	backing: z.object({ path: z.string(), format: z.string() }).optional(),
	internal: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			layer: z.string().optional(),
			memory: z.string().optional(),
			createdAtSeconds: z.number(),
		}),
	),
});
const savedDomain = z.object({
	definition: z.string(),
	paused: z.boolean(),
	live: z.string().optional(),
	memory: z.string().optional(),
	agentAlive: z.boolean(),
	freezeCount: z.number(),
	currentSnapshot: z.string().optional(),
	/** Parents before children. */
	snapshots: z.array(z.string()),
});
const savedState = z.object({
	clientKey: z.string(),
	hostKey: z.string(),
	images: z.array(savedImage),
	domains: z.array(savedDomain),
});
export type SavedState = z.infer<typeof savedState>;

export const readState = (path: string): SavedState | undefined =>
	existsSync(path) ? savedState.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;

/** Written beside and moved into place, so that a kill never leaves half a file. Holds private keys. */
export function writeState(
	path: string,
	host: LibvirtHost,
	keys: Pick<SavedState, 'clientKey' | 'hostKey'>,
): void {
	const state: SavedState = {
		...keys,
		images: [...host.images.files.values()].map((file) => ({ ...file, layer: file.layer })),
		domains: host.domains.map((domain) => ({
			definition: printXml(domain.definition),
			paused: domain.state === STATE.paused,
			live: domain.live === undefined ? undefined : printXml(domain.live),
			memory: domain.memory,
			agentAlive: domain.agentAlive,
			freezeCount: domain.freezeCount,
			currentSnapshot: domain.currentSnapshot,
			snapshots: [...domain.snapshots.values()].map(describeSnapshot),
		})),
	};
	writeFileSync(`${path}.new`, JSON.stringify(state, null, '\t'), { mode: 0o600 });
	renameSync(`${path}.new`, path);
}

/** As if the host had never been away: what ran still runs. */
export function restoreState(host: LibvirtHost, state: SavedState): void {
	for (const image of state.images) {
		host.images.create(image).internal = image.internal.map((one) => ({
			...one,
			layer: one.layer,
		}));
	}
	for (const saved of state.domains) {
		const domain = new Domain(parseXml(saved.definition));
		if (saved.live !== undefined) {
			domain.become(true, host.nextId(), 1, saved.memory);
			domain.live = parseXml(saved.live);
			if (saved.paused) domain.state = STATE.paused;
		}
		domain.agentAlive = saved.agentAlive;
		domain.freezeCount = saved.freezeCount;
		domain.currentSnapshot = saved.currentSnapshot;
		for (const xml of saved.snapshots) {
			const snapshot = readDumpedSnapshot(readSnapshotOrder(xml), undefined);
			domain.snapshots.set(snapshot.name, snapshot);
		}
		host.add(domain);
	}
}
