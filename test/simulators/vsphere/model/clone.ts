import type { CloneSpec } from '../schema/clone';
import { newCard, seedVm } from '../seeding';
import { sameRef, type Ref } from '../wire/values';
import {
	duplicateName,
	invalidArgument,
	invalidName,
	notSupported,
	objectNotFound,
} from './faults';
import type { Place, PlaceType } from './places';
import { changedCards, refuseUnknown } from './reconfigure';
import type { Snapshot } from './snapshotTree';
import { switchPower } from './snapshotWork';
import type { NetworkCard, Vm } from './vm';
import type { World } from './world';

export interface CloneOrder {
	readonly source: Vm;
	readonly folder: Ref;
	/** As it was sent. */
	readonly name: string;
	readonly spec: CloneSpec;
}

/** Where a clone goes and what it is made from. */
export interface ClonePlan {
	readonly name: string;
	readonly folder: Place;
	readonly pool: Place | null;
	readonly host: Place;
	readonly datastore: Place;
	readonly snapshot: Snapshot | undefined;
	readonly linked: boolean;
	readonly cards: readonly NetworkCard[];
}

/** Throws what forbids this clone. */
export function planClone(world: World, { source, folder, name, spec }: CloneOrder): ClonePlan {
	if (world.apiType === 'HostAgent') throw notSupported();
	const { location, config } = spec;
	if (config !== undefined) refuseUnknown(config);
	const home = placeOf(world, folder, 'Folder');
	refuseTaken(world, home, name);
	const snapshot = snapshotOf(source, spec.snapshot);
	const linked = location.diskMoveType === 'createNewChildDiskBacking';
	// Valid from a snapshot only: the vendor's text of this way of moving disks.
	if (linked && snapshot === undefined) throw invalidArgument('spec.location.diskMoveType');
	const changes = [...(config?.deviceChange ?? []), ...location.deviceChange];
	const cards = snapshot?.frozen.cards ?? source.cards;
	return {
		name,
		folder: home,
		pool: poolOf(world, source, spec),
		host: location.host === undefined ? source.host : placeOf(world, location.host, 'HostSystem'),
		datastore:
			location.datastore === undefined
				? source.datastore
				: placeOf(world, location.datastore, 'Datastore'),
		snapshot,
		linked,
		cards: changedCards({ cards, power: 'poweredOff' }, changes),
	};
}

function refuseTaken(world: World, folder: Place, name: string): void {
	const { vms, quirks } = world;
	if (name === '' || name.length > quirks.longestName) throw invalidName(name);
	const taken = vms.find((vm) => vm.folder === folder && world.told(vm.name) === world.told(name));
	if (taken !== undefined) throw duplicateName(name, taken.ref);
}

function placeOf({ inventory }: World, ref: Ref, type: PlaceType): Place {
	const place = inventory.places.find((one) => sameRef(one.ref, ref));
	if (place?.ref.type !== type) throw objectNotFound(ref);
	return place;
}

function snapshotOf({ tree }: Vm, wanted: Ref | undefined): Snapshot | undefined {
	if (wanted === undefined) return undefined;
	const snapshot = tree.all.find(({ ref }) => sameRef(ref, wanted));
	if (snapshot === undefined) throw objectNotFound(wanted);
	return snapshot;
}

/** A template has none of its own, so a VM that is made from one must be told where to go. */
function poolOf(
	world: World,
	source: Vm,
	{ location: { pool }, template }: CloneSpec,
): Place | null {
	if (template) return null;
	if (pool !== undefined) {
		return placeOf(world, pool, pool.type === 'VirtualApp' ? 'VirtualApp' : 'ResourcePool');
	}
	if (source.pool === null) throw invalidArgument('spec.location.pool');
	return source.pool;
}

/** A VM of its own: new identity, new addresses, the content of the snapshot, or of the source as it is now. */
export function makeClone(world: World, { source, spec }: CloneOrder, plan: ClonePlan): Vm {
	const { snapshot } = plan;
	if (snapshot !== undefined && !source.tree.all.includes(snapshot))
		throw objectNotFound(snapshot.ref);
	const clone = seedVm(world, {
		name: plan.name,
		power: 'poweredOff',
		tools: source.tools,
		template: spec.template,
		annotation: spec.config?.annotation ?? source.annotation,
		guestId: source.guestId,
		networkCards: 0,
	});
	const made: Vm = {
		...clone,
		...{ folder: plan.folder, host: plan.host, datastore: plan.datastore, pool: plan.pool },
		disks: source.disks,
		capability: { ...source.capability },
		disk: snapshot?.frozen.disk ?? source.disk,
		independent: source.independent,
		cards: plan.cards.map((card) => renewed(world, card)),
		linkedTo: plan.linked ? snapshot?.ref : undefined,
	};
	world.vms.splice(world.vms.indexOf(clone), 1, made);
	if (spec.memory === true && snapshot?.frozen.memory !== undefined)
		wakeable(made, snapshot.frozen.memory);
	else if (spec.powerOn && !spec.template) switchPower(made, 'poweredOn');
	return made;
}

const renewed = (world: World, card: NetworkCard): NetworkCard => ({
	...card,
	macAddress: newCard(world, 0, false).macAddress,
	connected: false,
});

/** With the memory of the source it is suspended, and without network cards so as not to be there twice. */
function wakeable(vm: Vm, memory: string): void {
	vm.power = 'suspended';
	vm.memory = memory;
	vm.cards = [];
}
