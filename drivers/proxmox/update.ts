import type { SnapshotChange } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { vmCapabilities } from './capabilities';
import { describe } from './create';
import { writeDescription } from './description';
import type { Proxmox } from './level';
import { assertSupported, refusal, snapshotGone } from './refusals';
import { sameOf, snapshotsOf } from './snapshots';

export async function updateSnapshot(
	on: Proxmox,
	target: Target,
	snapshot: SystemSnapshot,
	{ description: text, expiresAt, held }: SnapshotChange,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	if (expiresAt !== undefined) assertSupported(target, vmCapabilities.features.nativeExpiry);
	if (held !== undefined) {
		throw refusal(
			'UNSUPPORTED',
			target,
			`Proxmox VE has no hold for snapshot ${snapshot.name} of ${target.name}`,
			{
				advice:
					'Change the mark in the description: Prune by Retention enforces what it says. Nothing was changed.',
			},
		);
	}
	const read = async (): Promise<SystemSnapshot> => {
		const found = sameOf(await snapshotsOf(on, target, signal), snapshot);
		if (found === undefined) throw snapshotGone(target, snapshot);
		return found;
	};
	const before = await read();
	if (text === undefined) return before;
	const quiesced = before.consistency === 'quiesced';
	await describe(on, target, before.name, writeDescription({ text, quiesced }), signal);
	const after = await read();
	if (after.description.trimEnd() === text.trimEnd()) return after;
	throw refusal(
		'TASK_FAILED',
		target,
		`Proxmox VE took the new description of snapshot ${before.name} of ${target.name}, but did not keep it`,
		{ advice: 'Some releases can’t make a description empty. Give it another text.' },
	);
}
