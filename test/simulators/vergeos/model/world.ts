import type { Clock } from '../../../../snapshots/clock';
import type { Durations } from '../durations';
import type { Quirks, Refusal } from '../quirks';
import { ApiError } from '../server/apiError';
import type { CloudContents } from './cloudContents';
import { MachineKeys } from './machineKeys';
import { reap } from './reaper';
import { Schedule } from './schedule';
import { Store } from './store';
import type { Key, Row, Table } from './table';

export interface WorldSettings {
	readonly clock: Clock;
	readonly version: string;
	readonly quirks: Quirks;
	readonly durations: Durations;
}

/** One VergeOS system behind its API: tables, time, what happens later, and who holds what. */
export class World {
	readonly machineKeys = new MachineKeys();
	readonly store = new Store(() => this.machineKeys.take());
	readonly schedule: Schedule;
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly version: string;
	/** What each system snapshot holds, by its key. */
	readonly cloudContents = new Map<Key, CloudContents>();
	private readonly clock: Clock;
	private readonly holders = new Map<string, string>();
	private reapedAt = -1;
	private macs = 0;

	constructor({ clock, version, quirks, durations }: WorldSettings) {
		this.clock = clock;
		this.version = version;
		this.quirks = quirks;
		this.durations = durations;
		this.schedule = new Schedule(() => clock.now().getTime());
	}

	/** Epoch seconds, as everywhere in this API. */
	now(): number {
		return Math.floor(this.clock.now().getTime() / 1000);
	}

	/** Lets everything happen that the clock has come to: to be called before anybody looks. */
	settle(): void {
		this.schedule.settle();
		const now = this.now();
		if (now === this.reapedAt) return;
		this.reapedAt = now;
		reap(this);
	}

	table(name: string): Table {
		return this.store.table(name);
	}

	nextMac(): string {
		this.macs += 1;
		const hex = this.macs.toString(16).padStart(6, '0');
		return `f0:db:30:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`;
	}

	/** `what`: `vms/36`, `volumes/…`, `tenants/7`, or `system`. */
	hold(what: string, holder: string): void {
		this.holders.set(what, holder);
	}

	release(what: string): void {
		this.holders.delete(what);
	}

	assertFree(what: string): void {
		const holder = this.holders.get(what);
		if (holder === undefined) return;
		const { status, text } = this.quirks.busy;
		throw new ApiError(status, text.replace('{holder}', holder));
	}
}

export const refusal = ({ status, text }: Refusal): ApiError => new ApiError(status, text);

/** A reference as `member` of a tag has it. */
export const refOf = (table: string, row: Row): string => `${table}/${row.$key}`;
