import { createHash } from 'node:crypto';
import type { Clock } from '../../../../snapshots/clock';
import type { Durations } from '../durations';
import type { Quirks } from '../quirks';
import { Agenda } from './agenda';
import { Die, FOLDER, WORD, type Guest, type GuestType } from './entities';
import { Tasks } from './tasks';
import { Volumes } from './volumes';

/** `unresponsive`: it can be reached, and never answers. */
export type NodeState = 'online' | 'offline' | 'unresponsive';

export interface Release {
	readonly version: string;
	readonly release: string;
	readonly repoid: string;
}

export interface WorldSettings {
	readonly clock: Clock;
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly release: Release;
	readonly clusterName: string;
	/** The first one is where the API is asked. */
	readonly nodes: readonly string[];
}

/** What the cluster's statistics told of a guest when they stood still. */
export interface Statistics {
	readonly status: Guest['status'];
	readonly config: Guest['config'];
	readonly node: string;
}

/** One cluster behind its API: its nodes, guests and volumes, what it has to do, and its time. */
export class World {
	readonly agenda: Agenda;
	readonly tasks: Tasks;
	readonly volumes = new Volumes();
	readonly guests = new Map<number, Guest>();
	readonly nodes = new Map<string, NodeState>();
	/** By id, with their comments. */
	readonly pools = new Map<string, string>();
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly release: Release;
	readonly clusterName: string;
	/** While set, `/cluster/resources` tells this, as when pvestatd is behind. */
	statistics: ReadonlyMap<number, Statistics> | undefined;
	private identities = 0;

	constructor(settings: WorldSettings) {
		this.agenda = new Agenda(() => settings.clock.now().getTime());
		this.tasks = new Tasks(this.agenda);
		this.quirks = settings.quirks;
		this.durations = settings.durations;
		this.release = settings.release;
		this.clusterName = settings.clusterName;
		for (const node of settings.nodes) this.nodes.set(node, 'online');
	}

	/** Epoch seconds. */
	now(): number {
		return Math.floor(this.agenda.now() / 1000);
	}

	/** Lets everything happen that the clock has come to: to be called before anybody looks. */
	settle(): void {
		this.agenda.settle();
	}

	/** Where it is asked for, or `Die`, as when it is gone or was moved. */
	guestAt(node: string, type: GuestType, vmid: number): Guest {
		const guest = this.guests.get(vmid);
		if (guest?.node === node && guest.type === type) return guest;
		const file = `nodes/${node}/${FOLDER[type]}/${vmid}.conf`;
		throw new Die(`Configuration file '${file}' does not exist`);
	}

	newUuid(): string {
		const hex = this.newHex();
		const variant = '89ab'[parseInt(hex[16] ?? '0', 16) % 4];
		const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
		return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
	}

	/** With the prefix of Proxmox Server Solutions. */
	newMac(): string {
		const pairs = this.newHex().slice(0, 6).toUpperCase().match(/../g) ?? [];
		return ['BC', '24', '11', ...pairs].join(':');
	}

	private newHex(): string {
		this.identities += 1;
		return createHash('sha256').update(`identity ${this.identities}`).digest('hex');
	}
}

/** Throws while anything holds the configuration. */
export function assertUnlocked({ type, lock }: Guest): void {
	if (lock !== undefined) throw new Die(`${WORD[type]} is locked (${lock})`);
}

/** While a worker holds the file of a guest, who else wants it gives up after some seconds. */
export function assertFileFree({ type, vmid, fileLocked }: Guest): void {
	if (!fileLocked) return;
	const folder = type === 'qemu' ? 'qemu-server' : 'lxc';
	const file = type === 'qemu' ? `lock-${vmid}.conf` : `pve-config-${vmid}.lock`;
	throw new Die(`can't lock file '/var/lock/${folder}/${file}' - got timeout`);
}
