export type GuestType = 'qemu' | 'lxc';

/** As the file of the guest has it, without its snapshots: `{ cores: 2, net0: 'virtio=BC:24:…' }`. */
export type Config = Record<string, string | number>;

/** What a test writes into a guest, behind the API's back. */
export interface Content {
	disk: string;
	memory: string;
}

export interface Snapshot {
	readonly name: string;
	/** Epoch seconds; 0: unknown. */
	snaptime: number;
	description: string;
	parent?: string;
	/** Half made, or half removed. */
	snapstate?: 'prepare' | 'delete';
	/** The volume that the RAM was saved to. */
	vmstate?: string;
	config: Config;
	content: Content;
}

/** Of the QEMU guest agent. `failing`: it answers, and can't freeze; `frozen`: somebody did already. */
export type AgentState = 'running' | 'dead' | 'failing' | 'frozen' | 'off';

export interface Guest {
	readonly vmid: number;
	readonly type: GuestType;
	node: string;
	status: 'running' | 'stopped';
	paused: boolean;
	/** Epoch seconds. */
	startedAt: number;
	/** The lock in the configuration: `backup`, `snapshot-delete`, … */
	lock?: string;
	config: Config;
	/** The snapshot that the live state descends from. */
	parent?: string;
	readonly snapshots: Map<string, Snapshot>;
	content: Content;
	pool?: string;
	agent: AgentState;
	/** Managed by the cluster's HA manager. */
	readonly ha: boolean;
	readonly ignoresShutdown: boolean;
	/** Replication or migration is at work. */
	migrationLocked: boolean;
	/** A job that sends the disks to another node, by its id: `100-0`. */
	replicationJob?: string;
	/** Some worker holds its file: a clone that of its running source. */
	fileLocked: boolean;
	/** How often its file systems were frozen. */
	freezes: number;
}

export const nameOf = ({ type, config, vmid }: Pick<Guest, 'type' | 'config' | 'vmid'>): string =>
	String(config[NAME_KEY[type]] ?? (type === 'qemu' ? `VM ${vmid}` : `CT${vmid}`));

export const NAME_KEY = { qemu: 'name', lxc: 'hostname' } as const;
/** How messages call a guest. */
export const WORD = { qemu: 'VM', lxc: 'CT' } as const;
/** Where its configuration is below `nodes/{node}`. */
export const FOLDER = { qemu: 'qemu-server', lxc: 'lxc' } as const;

/** As Proxmox writes them down, in whatever order they came. */
export const sortedTags = (tags: string): string =>
	[...new Set(tags.split(/[,;\s]+/).filter((tag) => tag !== ''))].sort().join(';');

export const isTemplate = ({ config }: Guest): boolean => config.template === 1;

/** What Perl's `die` says: a 500 of a request, the end of a task. */
export class Die extends Error {
	override readonly name = 'Die';
}
