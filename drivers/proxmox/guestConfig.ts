import { z } from 'zod';
import type { TargetRef } from '../../snapshots/model';
import type { Proxmox } from './level';

const config = z.record(z.unknown());

/** The settings of a guest: `net0`, `scsi0`, `rootfs` and many more. */
export async function configOf(
	{ client, guests }: Proxmox,
	target: TargetRef,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
	const found = await guests.ask(
		target,
		signal,
		async (path) => await client.get(`${path}/config`, config, signal),
	);
	return new Map(Object.entries(found).map(([key, value]) => [key, String(value)]));
}

const DISK = /^((scsi|virtio|ide|sata|efidisk|tpmstate|mp)\d+|rootfs)$/;
/** `STORAGE:VOLUME`; a passed-through device and a bound folder are paths. */
const VOLUME = /^[^/:,]+:[^,]+/;

/** What its snapshots are made of. CD drives take no part, those of cloud-init neither. */
export async function diskVolumes(
	on: Proxmox,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const settings = await configOf(on, target, signal);
	return [...settings].flatMap(([key, value]) => {
		if (!DISK.test(key) || /(^|,)media=cdrom(,|$)/.test(value)) return [];
		return VOLUME.exec(value.replace(/^(file|volume)=/, ''))?.[0] ?? [];
	});
}
