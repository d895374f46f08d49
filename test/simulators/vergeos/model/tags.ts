import type { Key, Row } from './table';
import type { World } from './world';

const CATEGORY = 'Labels';

/** Puts a tag on a row, making the tag if there is none of this name. */
export function tagRow(world: World, table: string, row: Row, name: string): void {
	const tag = world.table('tags').where('name', name)[0] ?? insertTag(world, name);
	world.table('tag_members').insert({ tag: tag.$key, member: `${table}/${row.$key}` });
}

function insertTag(world: World, name: string): Row {
	const categories = world.table('tag_categories');
	const category = categories.where('name', CATEGORY)[0] ?? categories.insert({ name: CATEGORY });
	const created = world.now();
	const values = { name, category: category.$key, created, modified: created };
	return world.table('tags').insert(values);
}

/** References (`vms/36`) of all that have one of the tags. */
export function keysOfMembers(world: World, tags: readonly Key[]): Set<string> {
	const members = tags.flatMap((tag) => world.table('tag_members').where('tag', tag));
	return new Set(members.map(({ member }) => String(member)));
}

export function untagRow(world: World, reference: string): void {
	const members = world.table('tag_members');
	for (const member of members.where('member', reference)) members.remove(member);
}
