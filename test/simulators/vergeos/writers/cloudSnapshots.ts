import { EVERYTHING, freezeCloud, type TagChoice } from '../model/cloudContents';
import { removeCloudSnapshot } from '../model/cloudSnapshots';
import { assertUnlocked, lock, unlock } from '../model/immutability';
import type { Key, Row, Value } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import { expiryAtChange, expiryAtCreate, stored } from './expiry';
import { danglingKey, type Values } from './input';
import { nameTaken } from './names';
import type { Writer } from './writer';

const TAG_LISTS = ['include_tags', 'exclude_tags', 'quiesce_tags'] as const;

export const cloudSnapshots: Writer = {
	create(world, values) {
		world.assertFree('system');
		if (world.table('cloud_snapshots').where('name', values.name ?? null).length > 0) {
			throw nameTaken();
		}
		const choice = tagChoice(world, values);
		const contents = freezeCloud(world, choice);
		const snapshot = insertCloudSnapshot(world, {
			...stored(values, 'immutable', ...TAG_LISTS),
			expires: expiryAtCreate(world, values),
			type: typeOf(choice),
			status: world.quirks.unsettledStatus,
		});
		world.cloudContents.set(snapshot.$key, contents);
		if (values.immutable === true) lock(world, snapshot, 'atCreate');
		world.schedule.after(world.durations.building, () => {
			const { status, info } = world.quirks.buildOutcome;
			world.table('cloud_snapshots').change(snapshot, { status, status_info: info });
		});
		return snapshot;
	},
	change(world, row, values) {
		const changes = { ...stored(values), ...expiryAtChange(values) };
		world.table('cloud_snapshots').change(row, changes);
		const isLocked = row.immutable_status === 'locked';
		if (values.immutable === true && !isLocked) lock(world, row, 'later');
		if (values.immutable === false && isLocked) unlock(world, row);
	},
	remove(world, row) {
		world.assertFree('system');
		assertUnlocked(world, row);
		removeCloudSnapshot(world, row);
	},
};

/** Partial ones came with 26.1; `task` stays null, and is in no answer. */
export function insertCloudSnapshot(world: World, values: Values): Row {
	return world.table('cloud_snapshots').insert({ created: world.now(), expires: 0, ...values });
}

function tagChoice(world: World, values: Values): TagChoice {
	const [include = [], exclude = []] = TAG_LISTS.map((name) => tagsIn(world, name, values[name]));
	if (include.length > 0 && exclude.length > 0) {
		throw new ApiError(422, "Validation error on field: 'exclude_tags' - 'fails validation test'");
	}
	return include.length + exclude.length === 0 ? EVERYTHING : { include, exclude };
}

function tagsIn(world: World, name: string, value: Value | undefined): Key[] {
	if (!Array.isArray(value)) return [];
	return value.map((key: Value) => {
		const tag = world.table('tags').find(key);
		if (tag === undefined) throw danglingKey(name);
		return tag.$key;
	});
}

function typeOf({ include, exclude }: TagChoice): string {
	if (include.length > 0) return 'partial_include';
	return exclude.length > 0 ? 'partial_exclude' : 'full';
}
