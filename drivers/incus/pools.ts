import { z } from 'zod';
import { RefusedAnswer } from '../failures';
import type { IncusClient } from './client';
import { pathOf } from './ids';
import { texts, type Texts } from './schema';

const poolRow = z.object({ name: z.string(), driver: z.string(), config: texts });
export type Pool = z.output<typeof poolRow>;

/** Their snapshots hang in one chain, which can be gone back only by dropping what is newer. */
const NEWEST_ONLY: ReadonlySet<string> = new Set(['zfs', 'truenas', 'linstor', 'lvmcluster']);

const volumeRow = z.object({ name: z.string(), project: z.string().optional(), config: texts });

/** A volume on a pool, such as the root disk of an instance. */
export interface OnPool {
	readonly pool: string;
	/** As in the path: `container`, `virtual-machine`, `custom`. */
	readonly type: string;
	readonly name: string;
	readonly project: string;
	readonly member?: string;
}

/** The storage pools of one server, asked for once. */
export class Pools {
	private known: ReadonlyMap<string, Pool> | undefined;

	constructor(private readonly client: IncusClient) {}

	async all(signal: AbortSignal): Promise<ReadonlyMap<string, Pool>> {
		this.known ??= new Map((await this.read(signal)).map((pool) => [pool.name, pool]));
		return this.known;
	}

	/** Whether any pool is of the kind that goes back to the newest snapshot only. */
	async haveNewestOnly(signal: AbortSignal): Promise<boolean> {
		return [...(await this.all(signal)).values()].some(isNewestOnly);
	}

	/** Why this volume goes back to its newest snapshot only; undefined when it does not. */
	async whyNewestOnly(on: OnPool, signal: AbortSignal): Promise<string | undefined> {
		const pool = (await this.all(signal)).get(on.pool);
		if (pool === undefined || !isNewestOnly(pool)) return undefined;
		const query = { project: on.project, target: on.member };
		const path = pathOf('storage-pools', on.pool, 'volumes', on.type, on.name);
		const volume = await this.client.find(path, query, volumeRow, signal);
		return whyNewestOnly(pool, volume?.config);
	}

	/** The same for all volumes of these pools, in one request a pool. */
	async whyNewestOnlyOf(
		pools: Iterable<string>,
		project: string | undefined,
		signal: AbortSignal,
	): Promise<(on: Omit<OnPool, 'member'>) => string | undefined> {
		const known = await this.all(signal);
		const wanted = [...new Set(pools)].flatMap((name) => {
			const pool = known.get(name);
			return pool !== undefined && isNewestOnly(pool) ? [pool] : [];
		});
		const query = { recursion: '1', ...(project === undefined ? ALL_PROJECTS : { project }) };
		const rows = z.array(volumeRow.extend({ type: z.string() }));
		const configs = new Map<string, Texts>();
		for (const { name: pool } of wanted) {
			const path = pathOf('storage-pools', pool, 'volumes');
			for (const { type, name, project: of = project, config } of await this.client.get(
				path,
				query,
				rows,
				signal,
			)) {
				configs.set([pool, of, type, name].join('/'), config);
			}
		}
		return ({ pool: name, project: of, type, name: volume }) => {
			const pool = wanted.find((one) => one.name === name);
			if (pool === undefined) return undefined;
			return whyNewestOnly(pool, configs.get([name, of, type, volume].join('/')));
		};
	}

	/** Who may not see the pools is not told this beforehand; the server still refuses what can't be. */
	private async read(signal: AbortSignal): Promise<readonly Pool[]> {
		const query = { recursion: '1' };
		try {
			return await this.client.get(pathOf('storage-pools'), query, z.array(poolRow), signal);
		} catch (error) {
			if (error instanceof RefusedAnswer && error.status === 403) return [];
			throw error;
		}
	}
}

export const ALL_PROJECTS = { 'all-projects': 'true' } as const;

const isNewestOnly = ({ driver }: Pool): boolean => NEWEST_ONLY.has(driver);

/** A volume's own configuration goes before the pool's defaults. Exported for volumes, which bring theirs. */
export function whyNewestOnly({ name, driver, config }: Pool, own: Texts = {}): string | undefined {
	if (!NEWEST_ONLY.has(driver)) return undefined;
	const key = `${driver}.remove_snapshots`;
	const isAllowed = isTrue(own[key] ?? config[`volume.${key}`]);
	if (isAllowed) return undefined;
	return `its storage pool ${name} is of the kind ${driver}, and ${key} is not set`;
}

/** Every text that Incus and LXD take for yes. */
const isTrue = (text: string | undefined): boolean =>
	['true', '1', 'yes', 'on'].includes((text ?? '').toLowerCase());
