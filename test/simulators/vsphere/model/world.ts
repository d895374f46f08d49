import type { Clock } from '../../../../snapshots/clock';
import type { Durations } from '../durations';
import type { Quirks } from '../quirks';
import type { Fault } from '../wire/fault';
import { sameRef, type Ref } from '../wire/values';
import { Agenda } from './agenda';
import { escapedName, Names, type ApiType } from './identity';
import { Changes } from './changes';
import { Inventory } from './inventory';
import type { Place } from './places';
import type { Snapshot } from './snapshotTree';
import { Tasks, type Task } from './tasks';
import type { Vm } from './vm';

export interface WorldSettings {
	readonly clock: Clock;
	readonly apiType: ApiType;
	readonly apiVersion: string;
	readonly quirks: Quirks;
	readonly durations: Durations;
}

export type Found =
	| { readonly kind: 'vm'; readonly ref: Ref; readonly vm: Vm }
	| { readonly kind: 'snapshot'; readonly ref: Ref; readonly vm: Vm; readonly snapshot: Snapshot }
	| { readonly kind: 'task'; readonly ref: Ref; readonly task: Task }
	| { readonly kind: 'place'; readonly ref: Ref; readonly place: Place };

/** A vCenter, or a host of its own, behind its API: what is there, what is under way, and its time. */
export class World {
	readonly clock: Clock;
	readonly apiType: ApiType;
	readonly apiVersion: string;
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly names: Names;
	readonly inventory: Inventory;
	readonly agenda: Agenda;
	readonly tasks: Tasks;
	readonly vms: Vm[] = [];
	readonly changes = new Changes();
	/** A free licence: nothing can be changed over the API. */
	readOnlyLicence = false;
	/** Properties that nobody can see, and why. */
	readonly hidden: { readonly on: string; readonly path: string; readonly fault: Fault }[] = [];
	/** How many results one page holds at most, whatever a client asks for. */
	pageLimit = Infinity;
	/** How many network cards there ever were. */
	cards = 0;

	constructor({ clock, apiType, apiVersion, quirks, durations }: WorldSettings) {
		this.clock = clock;
		this.apiType = apiType;
		this.apiVersion = apiVersion;
		this.quirks = quirks;
		this.durations = durations;
		this.names = new Names(apiType);
		this.inventory = new Inventory(apiType, this.names);
		this.agenda = new Agenda(() => clock.now().getTime());
		this.tasks = new Tasks({
			agenda: this.agenda,
			queueSeconds: durations.queue,
			lifeSeconds: () => this.quirks.taskLifeSeconds,
			valueOf: (descriptionId, { ref }, number) =>
				this.names.task(descriptionId, ref.value, number),
		});
	}

	now(): number {
		return this.agenda.now();
	}

	/** Lets everything happen that the clock has come to: to be called before anybody looks. */
	settle(): void {
		this.agenda.settle();
	}

	find(wanted: Ref): Found | undefined {
		const vm = this.vms.find(({ ref }) => sameRef(ref, wanted));
		if (vm !== undefined) return { kind: 'vm', ref: vm.ref, vm };
		const place = this.inventory.places.find(({ ref }) => sameRef(ref, wanted));
		if (place !== undefined) return { kind: 'place', ref: place.ref, place };
		const task = wanted.type === 'Task' ? this.tasks.find(wanted.value) : undefined;
		if (task !== undefined) return { kind: 'task', ref: task.ref, task };
		for (const owner of this.vms) {
			const snapshot = owner.tree.all.find(({ ref }) => sameRef(ref, wanted));
			if (snapshot !== undefined)
				return { kind: 'snapshot', ref: snapshot.ref, vm: owner, snapshot };
		}
		return undefined;
	}

	/** As it goes over the wire. */
	told(name: string): string {
		switch (this.quirks.names) {
			case 'escaped':
				return escapedName(name, 'unlessEscape');
			case 'escapedAlways':
				return escapedName(name, 'always');
			case 'verbatim':
				return name;
		}
	}

	forget(vm: Vm): void {
		this.vms.splice(this.vms.indexOf(vm), 1);
	}
}
