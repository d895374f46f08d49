import type { VergeosClient } from './client';
import { isMissing } from '../failures';
import { beginsWith, equals, type Filter } from './filter';
import { key, rowOf, text } from './rows';

/**
 * Rows of `tag_members` tie a tag to `<table>/<key>` (pyVergeOS, resources/tags.py). They are read in bulk,
 * with the tag’s name joined in.
 */
const member = rowOf({ $key: key, member: text, tag_name: text });
const FIELDS = ['$key', 'tag', 'member', 'tag#name as tag_name'];

export type Tagged = 'vms' | 'tenants' | 'volumes';

/** Names of tags by the key of what bears them. */
export async function tagsByKey(
	client: VergeosClient,
	table: Tagged,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
	return await read(client, table, beginsWith('member', `${table}/`), signal);
}

export async function tagsOf(
	client: VergeosClient,
	table: Tagged,
	targetKey: string,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const found = await read(client, table, equals('member', `${table}/${targetKey}`), signal);
	return found.get(targetKey) ?? [];
}

async function read(
	client: VergeosClient,
	table: Tagged,
	filter: Filter,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const tags = new Map<string, string[]>();
	const prefix = `${table}/`;
	try {
		for await (const row of client.rows(
			'tag_members',
			member,
			{ fields: FIELDS, filter },
			signal,
		)) {
			if (!row.member.startsWith(prefix) || row.tag_name === '') continue;
			const targetKey = row.member.slice(prefix.length);
			tags.set(targetKey, [...(tags.get(targetKey) ?? []), row.tag_name]);
		}
	} catch (error) {
		if (!isMissing(error)) throw error; // a version without tags has no such table
	}
	for (const names of tags.values()) names.sort();
	return tags;
}
