import { z } from 'zod';
import type { CreateRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import type { VergeosClient } from '../client';
import type { Vergeos } from '../level';
import { refusal } from '../refusals';
import { key, keyValue, text } from '../schema';
import { listOf, switchOf } from '../settings';
import { readSystem } from './readSystem';
import { EXCLUDE_TAGS, IMMUTABLE, INCLUDE_TAGS, PRIVATE } from './settings';
import { stateOf, type SystemSnapshots } from './snapshots';

export async function createSystemSnapshot(
	on: Vergeos,
	table: SystemSnapshots,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const { settings } = request;
	const more = {
		min_snapshots: 1,
		private: switchOf(settings, PRIVATE),
		immutable: switchOf(settings, IMMUTABLE),
		...(await tagsFor(on.client, target, request, signal)),
	};
	const row = await table.create(target, request, more, signal, (one) => {
		return stateOf(one) !== 'creating';
	});
	if (stateOf(row) === 'ready') return table.toSnapshot(row);
	throw refusal(
		'TASK_FAILED',
		target,
		`System snapshot ${request.name} of ${target.name} failed${row.status_info === '' ? '' : `: ${row.status_info}`}`,
		'Look at the system’s log. The failed snapshot may still be listed there.',
	);
}

/** Refuses what can’t be meant before anything is sent. */
export function assertTagChoice(target: Target, { settings }: CreateRequest): void {
	const both = [INCLUDE_TAGS, EXCLUDE_TAGS].every((one) => listOf(settings, one).length > 0);
	if (!both) return;
	throw refusal(
		'INVALID_INPUT',
		target,
		`A snapshot of ${target.name} can’t both take only some tags and leave out others`,
		`Use ${INCLUDE_TAGS.title} or ${EXCLUDE_TAGS.title}, not both. Nothing was sent.`,
	);
}

async function tagsFor(
	client: VergeosClient,
	target: Target,
	{ settings }: CreateRequest,
	signal: AbortSignal,
): Promise<Readonly<Record<string, readonly (string | number)[]>>> {
	const include = listOf(settings, INCLUDE_TAGS);
	const exclude = listOf(settings, EXCLUDE_TAGS);
	if (include.length + exclude.length === 0) return {};
	await assertPartial(client, target, signal);
	const keys = await tagKeys(client, target, include.length > 0 ? include : exclude, signal);
	return include.length > 0 ? { include_tags: keys } : { exclude_tags: keys };
}

/** An older VergeOS would drop the tags without a word and take the whole. */
async function assertPartial(
	client: VergeosClient,
	target: Target,
	signal: AbortSignal,
): Promise<void> {
	const { version } = await readSystem(client, signal);
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major > 26 || (major === 26 && minor >= 1)) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`${target.name} runs VergeOS ${version}, which takes system snapshots whole only`,
		'Update to VergeOS 26.1, or leave the tags empty. Nothing was changed.',
	);
}

const tag = z.object({ $key: key, name: text });

/** People know tags by name; VergeOS wants their keys. Names are unique within a category only. */
async function tagKeys(
	client: VergeosClient,
	target: Target,
	wanted: readonly string[],
	signal: AbortSignal,
): Promise<readonly (string | number)[]> {
	const tags = await client.all('tags', tag, { fields: ['$key', 'name'] }, signal);
	return wanted.map((one) => {
		const found = tags.filter(({ name }) => name === one);
		const [only, ...others] = found.length > 0 ? found : tags.filter(({ $key }) => $key === one);
		if (only !== undefined && others.length === 0) return keyValue(only.$key);
		throw only === undefined
			? refusal(
					'NOT_FOUND',
					target,
					`${target.name} has no tag named ${one}`,
					'Capitals count. Nothing was changed.',
				)
			: refusal(
					'AMBIGUOUS',
					target,
					`${target.name} has ${others.length + 1} tags named ${one}, in several categories`,
					`Give its key instead, one of: ${found.map(({ $key }) => $key).join(', ')}. Nothing was changed.`,
				);
	});
}
