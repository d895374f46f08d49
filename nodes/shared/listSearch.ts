import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { z } from 'zod';
import type { Connection } from '../../snapshots/connection';
import { LEVELS, type Level, type Target } from '../../snapshots/model';
import { profilesOf } from '../../snapshots/operations/nativeProfile/access';
import { findTarget } from '../../snapshots/operations/findTarget';
import { findSnapshot, type SnapshotChoice } from '../../snapshots/operations/findSnapshot';
import { partsOf } from '../../snapshots/operations/partsOf';
import { snapshotsOf } from '../../snapshots/operations/snapshotsOf';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import { clock } from './clock';
import { Connections } from './connections';
import { findSystem } from './findSystem';
import { toNodeError } from './nodeErrors';
import { locatorSchema } from './readTargets';
import { wholeSystem } from '../../snapshots/operations/resolveTargets';

const PAGE = 100;
/** Somebody sits before an open list. */
const LIST_LIMIT_SECONDS = 30;

/** The lists of the resource locators. */
export const listSearch = {
	async searchTargets(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await search(this, async (on, signal) => {
			const start = Number(paginationToken ?? 0);
			const query = { level: levelOf(this), nameContains: filter, withSnapshots: false };
			const found: Target[] = [];
			for await (const { target } of on.driver.inventory(query, signal)) found.push(target);
			found.sort((left, right) => left.name.localeCompare(right.name));
			return page(found, start, ({ id, name, powerState, tags }) => ({
				name: name === '' ? id : name,
				value: id,
				description: [powerState, ...tags].join(', '),
			}));
		});
	},

	async searchSnapshots(
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await search(this, async (on, signal) => {
			const target = await chosenTarget(this, on, signal);
			const found = (await snapshotsOf(on, target, signal)).filter(named(filter));
			return page(found, Number(paginationToken ?? 0), ({ id, name, createdAt, mark }) => ({
				name,
				value: id,
				description: `${createdAt.toISOString()}, ${mark === undefined ? 'foreign' : 'managed'}`,
			}));
		});
	},

	async searchNativeProfiles(
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await search(this, async (on, signal) => {
			const all = await profilesOf(on).list({ withAssignments: false }, signal);
			const found = all
				.filter(named(filter))
				.sort((left, right) => left.name.localeCompare(right.name));
			return page(found, Number(paginationToken ?? 0), ({ id, name, periods }) => ({
				name,
				value: id,
				description: periods.map(({ inWords }) => inWords).join('; '),
			}));
		});
	},

	async searchParts(
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await search(this, async (on, signal) => {
			const target = await chosenTarget(this, on, signal);
			const snapshot = findSnapshot(
				on,
				target,
				await snapshotsOf(on, target, signal),
				chosenSnapshot(this),
			);
			const level = levelSchema.catch('vm').parse(this.getCurrentNodeParameter('partLevel'));
			const found = (await partsOf(on, target, snapshot, level, signal)).filter(named(filter));
			return page(found, Number(paginationToken ?? 0), ({ id, name }) => ({ name, value: id }));
		});
	},
};

const named =
	(filter: string) =>
	({ name }: { readonly name: string }): boolean =>
		name.toLowerCase().includes(filter.toLowerCase());

async function search(
	context: ILoadOptionsFunctions,
	work: (on: Connection, signal: AbortSignal) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	const connections = new Connections(context, clock, new AbortController().signal);
	try {
		const { on } = await connections.open(findSystem(context.getCurrentNodeParameter('system')));
		const limited = { timeLimitSeconds: LIST_LIMIT_SECONDS, doing: 'reading the list' };
		return await withinTimeLimit(on, limited, async (signal) => work(on, signal));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	} finally {
		await connections.close();
	}
}

const levelSchema = z.enum(LEVELS);

const levelOf = (context: ILoadOptionsFunctions): Level =>
	levelSchema.catch('vm').parse(context.getCurrentNodeParameter('level'));

async function chosenTarget(
	context: ILoadOptionsFunctions,
	on: Connection,
	signal: AbortSignal,
): Promise<Target> {
	const level = levelOf(context);
	if (level === 'system') return await wholeSystem(on, signal);
	const locator = locatorSchema.safeParse(context.getCurrentNodeParameter('target'));
	if (!locator.success || locator.data.value.startsWith('=')) {
		throw new NodeOperationError(context.getNode(), 'Choose the VM first', {
			description:
				'The list shows the snapshots of that VM. If an expression names it, choose the snapshot by name or ID.',
		});
	}
	const { mode, value } = locator.data;
	const by = mode === 'name' ? 'name' : 'id';
	return await findTarget(on, { level, by, value }, signal);
}

function chosenSnapshot(context: ILoadOptionsFunctions): SnapshotChoice {
	const from = context.getCurrentNodeParameter('snapshotMode');
	if (from === 'newestManaged') return { by: 'newestManaged' };
	const locator = locatorSchema.safeParse(context.getCurrentNodeParameter('snapshot'));
	if (from === 'choose' && locator.success && !locator.data.value.startsWith('=')) {
		const { mode, value } = locator.data;
		return { by: mode === 'name' ? 'name' : 'id', value };
	}
	throw new NodeOperationError(context.getNode(), 'Choose the snapshot first', {
		description:
			'The list shows what is in that snapshot. If an expression or the input names it, choose by name or ID.',
	});
}

function page<T>(
	all: readonly T[],
	start: number,
	toResult: (one: T) => INodeListSearchResult['results'][number],
): INodeListSearchResult {
	const end = start + PAGE;
	return {
		results: all.slice(start, end).map(toResult),
		paginationToken: end < all.length ? String(end) : undefined,
	};
}
