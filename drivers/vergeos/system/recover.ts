import type { Part, RestoreRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import type { Vergeos } from '../level';
import { pollUntil } from '../../polling';
import { refusal } from '../refusals';
import { keyValue } from '../schema';
import { tenantsNamed } from '../tenant/tenants';
import { finishNewVm } from '../vm/newVm';
import { findVmsNamed } from '../vm/vms';
import { finishNewTenant } from './newTenant';
import { partsTable, readPart } from './parts';

/** Brings one VM or tenant back out of a system snapshot, as a new one beside whatever is there. */
export async function recoverPart(
	on: Vergeos,
	target: Target,
	snapshot: SystemSnapshot,
	request: RestoreRequest & { readonly part: Part },
	signal: AbortSignal,
): Promise<Target> {
	const { part, name } = request;
	const before = await readPart(on, snapshot, part, signal);
	if (before === undefined) {
		throw refusal(
			'NOT_FOUND',
			target,
			`Snapshot ${snapshot.name} of ${target.name} holds no ${part.level} ${part.name} with the ID ${part.id}`,
			'IDs of what lies inside are valid within one snapshot only. Nothing was changed.',
		);
	}
	if ((await named(on, part, name, signal)) !== undefined) {
		throw refusal(
			'CONFLICT',
			target,
			`${part.name} can’t be restored as ${name}: that name is taken`,
			'Choose another New Name. Nothing was changed.',
		);
	}
	const params = { rows: [keyValue(part.id)], name };
	await on.client.act(
		partsTable(part.level).actions,
		{ on: {}, action: 'recover', params },
		signal,
	);
	const made = await recovered(on, target, { snapshot, part, name, before }, signal);
	return part.level === 'tenant'
		? await finishNewTenant(on, made, request, signal)
		: await finishNewVm(on, made, request, signal);
}

interface Recovery {
	readonly snapshot: SystemSnapshot;
	readonly part: Part;
	readonly name: string;
	/** The row as an earlier recovery may have left it. */
	readonly before: { readonly status: string; readonly status_info: string };
}

/** Looks that an outcome is given which may still be that of an earlier recovery. */
const PATIENT_LOOKS = 8;

/** Resolves to what was made. While the row stays idle, or is importing, it is waited for. */
async function recovered(
	on: Vergeos,
	target: Target,
	{ snapshot, part, name, before }: Recovery,
	signal: AbortSignal,
): Promise<TargetRef> {
	let isNews = false;
	let looks = 0;
	return await pollUntil(on.clock, signal, async () => {
		const now = await readPart(on, snapshot, part, signal);
		const { status, status_info: said } = now ?? { status: 'gone', status_info: '' };
		isNews ||= status !== before.status || said !== before.status_info;
		if (status === 'importing' || status === 'idle' || status === '') return undefined;
		const made = status === 'complete' ? await named(on, part, name, signal) : undefined;
		if (made !== undefined) return made;
		looks += 1;
		const isFinal = isNews && status !== 'complete'; // its new VM may take a moment to be listed
		if (!isFinal && looks <= PATIENT_LOOKS) return undefined;
		throw refusal(
			'TASK_FAILED',
			target,
			`VergeOS could not restore ${part.name} out of ${snapshot.name} as ${name}: ${said === '' ? `its state is ${status}` : said}`,
			`Look in VergeOS whether ${name} is there, and at the system’s log.`,
		);
	});
}

async function named(
	{ client }: Vergeos,
	{ level }: Part,
	name: string,
	signal: AbortSignal,
): Promise<TargetRef | undefined> {
	const look = level === 'tenant' ? tenantsNamed : findVmsNamed;
	const [found] = await look(client, name, signal);
	return found === undefined ? undefined : { level, id: found.$key, name: found.name };
}
