import { z } from 'zod';
import type { SnapshotState } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import { pathOf } from './ids';
import type { Incus } from './level';
import { ALL_PROJECTS } from './pools';
import { instant } from './schema';

/**
 * A snapshot is listed from the moment that it is begun (seen on LXD 5.0.2 on a pool that copies), and looks like
 * any other. Only the operation that makes it tells that it is not done. No copy takes longer than this, and
 * snapshots that are older are not asked after.
 */
const LONGEST_MAKING_MS = 6 * 3_600_000;

const operationRow = z.object({
	description: z.string().default(''),
	status_code: z.number().int(),
	created_at: instant,
	resources: z
		.record(z.array(z.string()).nullish())
		.nullish()
		.transform((found) => found ?? {}),
});
type Operation = z.output<typeof operationRow>;

/** By status: `running`, `success` and the like. */
const operations = z.record(z.array(operationRow).nullish()).nullish();

export interface Listed {
	/** As operations call it among their resources. */
	readonly of: 'instances' | 'storage_volumes';
	readonly project: string;
	readonly name: string;
	readonly snapshot: string;
	/** Absent: the server does not tell. */
	readonly createdAt: Date | undefined;
}

/** Asks which snapshots are only being made, where any is young enough. */
export async function statesOf(
	on: Incus,
	project: string | undefined,
	dates: readonly (Date | undefined)[],
	signal: AbortSignal,
): Promise<(listed: Listed) => SnapshotState> {
	const oldest = on.clock.now().getTime() - LONGEST_MAKING_MS;
	if (!dates.some((at) => at === undefined || at.getTime() > oldest)) return () => 'ready';
	const making = (await allOperations(on, project, signal)).filter(isMaking);
	return (listed) =>
		making.some((one) => makes(one, listed, project ?? 'default')) ? 'creating' : 'ready';
}

/** Who may not see operations is told nothing of them; what is begun then looks done, as the list has it. */
async function allOperations(
	on: Incus,
	project: string | undefined,
	signal: AbortSignal,
): Promise<readonly Operation[]> {
	const query = { recursion: '1', ...(project === undefined ? ALL_PROJECTS : { project }) };
	try {
		const found = await on.client.get(pathOf('operations'), query, operations, signal);
		return Object.values(found ?? {}).flatMap((some) => some ?? []);
	} catch (error) {
		if (error instanceof RefusedAnswer && error.status === 403) return [];
		throw error;
	}
}

/** Numbers below 200 are those of what is not over. */
const isMaking = ({ status_code: code, description }: Operation): boolean =>
	code < 200 && /^(snapshotting|creating .*snapshot)/i.test(description);

function makes(operation: Operation, listed: Listed, asked: string): boolean {
	const { [listed.of]: owners, instances_snapshots: snapshots } = operation.resources;
	const isOwner = (owners ?? []).some((url) => {
		const { pathname, searchParams } = new URL(url, 'https://server');
		const project = searchParams.get('project') ?? asked;
		return project === listed.project && lastOf(pathname) === listed.name;
	});
	if (!isOwner) return false;
	// LXD does not name the snapshot; what came before the operation is none of its.
	if (snapshots?.length) {
		return snapshots.some(
			(url) => lastOf(new URL(url, 'https://server').pathname) === listed.snapshot,
		);
	}
	return listed.createdAt === undefined || listed.createdAt >= operation.created_at;
}

const lastOf = (path: string): string => decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
