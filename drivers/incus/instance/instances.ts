import { z } from 'zod';
import type { PowerState, Target, TargetRef } from '../../../snapshots/model';
import type { IncusClient } from '../client';
import { instanceId, instanceKey, pathOf } from '../ids';
import { targetGone } from '../refusals';
import { devices, texts, type Devices, type Texts } from '../schema';
import { snapshotRow } from './snapshotRow';

const columns = {
	name: z.string().min(1),
	type: z.enum(['container', 'virtual-machine']).catch('container'),
	status: z.string().default(''),
	status_code: z.number().int(),
	stateful: z.boolean().default(false),
	location: z.string().nullish(),
	project: z.string().min(1).optional(),
	config: texts,
	expanded_config: texts,
	devices,
	expanded_devices: devices,
};

export const instanceRow = z.object(columns);
export type Instance = z.output<typeof instanceRow>;

/** As `recursion=2` tells it; none are null. */
export const fullInstanceRow = z.object({
	...columns,
	snapshots: z
		.array(snapshotRow)
		.nullish()
		.transform((found) => found ?? []),
});

/** Undefined when there is none. */
export async function findInstance(
	client: IncusClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Instance | undefined> {
	const { project, name } = instanceKey(target);
	return await client.find(pathOf('instances', name), { project }, instanceRow, signal);
}

export async function readInstance(
	client: IncusClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Instance> {
	const found = await findInstance(client, target, signal);
	if (found === undefined) throw targetGone(target);
	return found;
}

/** Rows of one project need not tell it. */
export function instanceTarget(instance: Instance, asked: string): Target {
	const { name, type, project = asked, location } = instance;
	return {
		level: 'vm',
		id: instanceId({ project, name }),
		name,
		powerState: powerStateOf(instance),
		tags: tagsOf(instance.expanded_config, instance.config),
		details: { type, project, member: memberOf(location) ?? null },
	};
}

const STOPPED = 102;
const RUNNING = 103;
const FROZEN = 110;

/** By number: the words are for people (incus, doc/rest-api.md). What is on its way, or in error, is unknown. */
export function powerStateOf({
	status_code: code,
	stateful,
}: Pick<Instance, 'status_code' | 'stateful'>): PowerState {
	switch (code) {
		case RUNNING:
			return 'running';
		case STOPPED:
			return stateful ? 'suspended' : 'stopped';
		case FROZEN:
			return 'paused';
		default:
			return 'unknown';
	}
}

/** Undefined where there is no cluster. */
export const memberOf = (location: string | null | undefined): string | undefined =>
	location === '' || location === 'none' ? undefined : (location ?? undefined);

/** Documents for cloud-init live among the `user.*` keys, and may hold secrets. */
const DOCUMENTS = new Set(['user-data', 'vendor-data', 'meta-data', 'network-config']);

/** The server's own filters take `user.*` keys for labels; so do we. */
export function tagsOf(...configs: readonly Texts[]): string[] {
	const labels = new Map<string, string>();
	for (const config of configs) {
		for (const [key, value] of Object.entries(config)) {
			if (!key.startsWith('user.')) continue;
			const name = key.slice('user.'.length);
			if (!DOCUMENTS.has(name) && !value.includes('\n')) labels.set(name, value);
		}
	}
	return [...labels].map(([name, value]) => `${name}=${value}`).sort();
}

/** With those of its profiles, where the server tells them. */
export const allDevices = ({
	devices: own,
	expanded_devices: expanded,
}: {
	readonly devices: Devices;
	readonly expanded_devices: Devices;
}): Devices => ({ ...expanded, ...own });

/** The disk that holds the instance itself, by its name among the devices. */
export function rootDisk(all: Devices): readonly [string, Texts] | undefined {
	return Object.entries(all).find(
		([, device]) => device.type === 'disk' && device.path === '/' && !device.source,
	);
}
