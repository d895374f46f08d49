import {
	NAME_KEY,
	sortedTags,
	type AgentState,
	type Config,
	type Guest,
	type GuestType,
} from './entities';
import type { World } from './world';

export interface GuestSpec {
	/** Default: the lowest free one. */
	readonly vmid?: number;
	readonly name: string;
	/** Default `qemu`. */
	readonly type?: GuestType;
	/** Default: the cluster's first. */
	readonly node?: string;
	/** Default running. */
	readonly status?: Guest['status'];
	readonly tags?: readonly string[];
	/** By name; made when it is new. */
	readonly pool?: string;
	/** Default `off`: not even configured. */
	readonly agent?: AgentState;
	/** Default true. */
	readonly freezesFs?: boolean;
	/** By name, of each disk in turn. Default: the first storage. */
	readonly storage?: string | readonly string[];
	/** Default one. */
	readonly networkCards?: number;
	readonly template?: boolean;
	readonly ha?: boolean;
	readonly ignoresShutdown?: boolean;
	readonly disk?: string;
	readonly description?: string;
	/** On top of what is usual; null takes away. */
	readonly config?: Readonly<Record<string, string | number | null>>;
}

export function addGuest(world: World, spec: GuestSpec): Guest {
	const vmid = spec.vmid ?? freeId(world);
	if (world.guests.has(vmid)) throw new Error(`There is a guest ${vmid} already`);
	const [firstNode = ''] = world.nodes.keys();
	const type = spec.type ?? 'qemu';
	if (spec.pool !== undefined && !world.pools.has(spec.pool)) world.pools.set(spec.pool, '');
	const guest: Guest = {
		vmid,
		type,
		node: spec.node ?? firstNode,
		status: spec.template === true ? 'stopped' : (spec.status ?? 'running'),
		paused: false,
		startedAt: world.now(),
		config: configOf(world, vmid, type, spec),
		snapshots: new Map(),
		content: { disk: spec.disk ?? '', memory: '' },
		pool: spec.pool,
		agent: spec.agent ?? 'off',
		ha: spec.ha ?? false,
		ignoresShutdown: spec.ignoresShutdown ?? false,
		migrationLocked: false,
		fileLocked: false,
		freezes: 0,
	};
	world.guests.set(vmid, guest);
	return guest;
}

export function freeId(world: World): number {
	let vmid = 100;
	while (world.guests.has(vmid)) vmid += 1;
	return vmid;
}

function configOf(world: World, vmid: number, type: GuestType, spec: GuestSpec): Config {
	const given = { ...commonOf(spec), ...spec.config };
	const usual = type === 'qemu' ? qemuConfig(world, vmid, spec) : lxcConfig(world, vmid, spec);
	const config: Config = { ...usual, [NAME_KEY[type]]: spec.name };
	for (const [key, value] of Object.entries(given)) {
		if (value === null) delete config[key];
		else config[key] = value;
	}
	return config;
}

function commonOf({ tags = [], description, template }: GuestSpec): Config {
	return {
		...(tags.length > 0 ? { tags: sortedTags(tags.join(';')) } : {}),
		...(description === undefined ? {} : { description }),
		...(template === true ? { template: 1 } : {}),
	};
}

function qemuConfig(world: World, vmid: number, spec: GuestSpec): Config {
	const config: Config = {
		boot: 'order=scsi0;ide2;net0',
		cores: 2,
		cpu: 'x86-64-v2-AES',
		ide2: 'none,media=cdrom',
		memory: '4096',
		meta: `creation-qemu=10.0.2,ctime=${world.now()}`,
		numa: 0,
		ostype: 'l26',
		scsihw: 'virtio-scsi-single',
		smbios1: `uuid=${world.newUuid()}`,
		sockets: 1,
		vmgenid: world.newUuid(),
	};
	const { agent = 'off', freezesFs = true } = spec;
	if (agent !== 'off') config.agent = freezesFs ? '1' : 'enabled=1,freeze-fs=0';
	for (let card = 0; card < (spec.networkCards ?? 1); card += 1) {
		config[`net${card}`] = `virtio=${world.newMac()},bridge=vmbr0,firewall=1`;
	}
	for (const [place, storage] of storagesOf(world, spec).entries()) {
		const { id } = world.volumes.allocate(storage, vmid);
		config[`scsi${place}`] = `${id},iothread=1,size=32G`;
	}
	return config;
}

function lxcConfig(world: World, vmid: number, spec: GuestSpec): Config {
	const config: Config = {
		arch: 'amd64',
		cores: 1,
		features: 'nesting=1',
		memory: 512,
		ostype: 'debian',
		swap: 512,
		unprivileged: 1,
	};
	for (let card = 0; card < (spec.networkCards ?? 1); card += 1) {
		const address = `hwaddr=${world.newMac()},ip=dhcp,type=veth`;
		config[`net${card}`] = `name=eth${card},bridge=vmbr0,firewall=1,${address}`;
	}
	for (const [place, storage] of storagesOf(world, spec).entries()) {
		const { id } = world.volumes.allocate(storage, vmid);
		if (place === 0) config.rootfs = `${id},size=8G`;
		else config[`mp${place - 1}`] = `${id},mp=/mnt/data${place},size=8G`;
	}
	return config;
}

function storagesOf({ volumes }: World, { storage }: GuestSpec): readonly string[] {
	const [first = ''] = volumes.storages.keys();
	if (storage === undefined) return [first];
	return typeof storage === 'string' ? [storage] : storage;
}
