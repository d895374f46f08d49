import type { Connection, Patience } from '../../connection';
import { SnapshotError, hasCode } from '../../errors';
import type { NativeDraft, NativeProfile } from '../../nativeProfile';
import type { Profile } from '../../schedule/profile';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { warning, type Warning } from '../warnings';
import { profilesOf } from './access';
import { ambiguous } from './find';
import { lossesOf } from './lossesOf';
import { profileLosses } from './profileLosses';
import { samePeriods } from './samePeriods';
import { zoneOf, type ZoneOrder } from './zone';

export interface ExportOrder extends ZoneOrder {
	readonly profile: Profile;
	/** Writes it though not all of it can be kept. */
	readonly acceptLosses: boolean;
	/** Tells what would be written and writes nothing. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface ExportOutcome {
	readonly action:
		'created' | 'updated' | 'unchanged' | 'wouldCreate' | 'wouldUpdate' | 'wouldRefuse';
	/** What was there under the name. */
	readonly before: NativeProfile | undefined;
	/** What is there now; in a preview nothing new is. */
	readonly after: NativeProfile | undefined;
	/** What is written, as it would be read back. */
	readonly draft: NativeDraft;
	/** What of the profile the system can't keep, and what of its own would be overwritten. */
	readonly notExpressible: readonly string[];
	readonly warnings: readonly Warning[];
}

/**
 * Writes a profile of ours as a native one: a new one, or in the place of the one of the same name, whose
 * assignments stay. What is written is read back and compared.
 */
export async function exportProfile(on: Connection, order: ExportOrder): Promise<ExportOutcome> {
	const profiles = profilesOf(on);
	const { profile, preview, patience } = order;
	const { system } = on.driver;
	const zone = zoneOf(system, profiles, order);
	const draft = profiles.express(profile);
	const { timeLimitSeconds } = patience;
	const doing = `writing the snapshot profile ${profile.name} of ${system}`;
	return await withinTimeLimit(on, { timeLimitSeconds, doing }, async (signal) => {
		const look = async () => await findNamed(on, profile.name, signal);
		const before = await look();
		const known = { before, draft };
		if (before !== undefined && samePeriods(before.periods, draft.periods)) {
			const notExpressible = losses(system, profile, draft, zone, undefined);
			return { ...known, action: 'unchanged', after: before, notExpressible, warnings: [] };
		}
		const notExpressible = losses(system, profile, draft, zone, before);
		const refusal = refusalOf(on, order, draft, notExpressible);
		const told = { ...known, notExpressible, warnings: [...inUse(before), ...toldOf(refusal)] };
		if (preview) {
			const would = before === undefined ? 'wouldCreate' : 'wouldUpdate';
			return { ...told, action: refusal === undefined ? would : 'wouldRefuse', after: before };
		}
		if (refusal !== undefined) throw refusal;
		await profiles.save(profile, before, signal).catch(async (error: unknown) => {
			// The answer was lost; what is read back tells whether the work was.
			if (!hasCode(error, 'UNREACHABLE', 'INVALID_RESPONSE')) throw error;
			const there = await look();
			if (there === undefined || !samePeriods(there.periods, draft.periods)) throw error;
		});
		const after = await look();
		if (after === undefined || !samePeriods(after.periods, draft.periods)) {
			throw notKept(on, profile, after);
		}
		return { ...told, action: before === undefined ? 'created' : 'updated', after };
	});
}

async function findNamed(
	on: Connection,
	name: string,
	signal: AbortSignal,
): Promise<NativeProfile | undefined> {
	const all = await profilesOf(on).list({ withAssignments: true }, signal);
	const [only, ...others] = all.filter((one) => one.name === name);
	if (only !== undefined && others.length > 0) throw ambiguous(on, name, [only, ...others]);
	return only;
}

const losses = (
	system: string,
	profile: Profile,
	draft: NativeDraft,
	zone: Parameters<typeof profileLosses>[2],
	overwritten: NativeProfile | undefined,
): string[] => [
	...profileLosses(system, profile, zone),
	...draft.notExpressible,
	...lossesOf(overwritten?.periods ?? []).map((sentence) => `Overwritten there: ${sentence}`),
];

/** Why it must not be written; undefined: nothing speaks against it. */
function refusalOf(
	on: Connection,
	{ profile, acceptLosses }: ExportOrder,
	draft: NativeDraft,
	notExpressible: readonly string[],
): SnapshotError | undefined {
	const { system } = on.driver;
	const said = notExpressible.join(' ');
	if (draft.periods.length === 0) {
		const message = `${system} can keep no period of the profile ${profile.name}`;
		const advice = `${said} Let n8n run it, by Snapshot Schedule Trigger. Nothing was written.`;
		return new SnapshotError('UNSUPPORTED', message, { system, advice });
	}
	if (notExpressible.length === 0 || acceptLosses) return undefined;
	const message = `${system} can’t keep all of the profile ${profile.name}`;
	const advice = `${said} Turn on Accept Losses to write it all the same. Nothing was written.`;
	return new SnapshotError('UNSUPPORTED', message, { system, advice });
}

const toldOf = (refusal: SnapshotError | undefined): Warning[] =>
	refusal === undefined
		? []
		: [warning('NOT_EXPRESSIBLE', `${refusal.message}. ${refusal.advice}`)];

function inUse(before: NativeProfile | undefined): Warning[] {
	const count = before?.assignedTo ?? 0;
	if (before === undefined || count === 0) return [];
	const targets = count === 1 ? '1 target' : `${count} targets`;
	const message = `The profile ${before.name} is assigned to ${targets}: what is written holds for them at once.`;
	return [warning('PROFILE_IN_USE', message)];
}

function notKept(
	on: Connection,
	{ name }: Profile,
	after: NativeProfile | undefined,
): SnapshotError {
	const { system } = on.driver;
	const has =
		after === undefined
			? 'it is not there'
			: `it reads: ${after.periods.map((one) => `${one.name}, ${one.inWords}`).join('; ')}`;
	const message = `The snapshot profile ${name} was written, but ${has}`;
	return new SnapshotError('TASK_FAILED', message, { system });
}
