import type { Connection, Patience } from '../../connection';
import { SnapshotError, hasCode } from '../../errors';
import type { Target } from '../../model';
import type { AutoAssignment, AutoAssignRules, NativeProfileRef } from '../../nativeProfile';
import { isExpression } from '../../selection/namePattern';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { warning, type Warning } from '../warnings';
import { profilesOf } from './access';
import { findNativeProfile, type NativeProfileChoice } from './find';

export interface AutoAssignOrder {
	readonly choice: NativeProfileChoice;
	/** What is absent stays as it is. */
	readonly change: Partial<AutoAssignRules>;
	/** Tells what would be changed and changes nothing. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface AutoAssignOutcome {
	readonly action: 'updated' | 'wouldUpdate' | 'unchanged';
	readonly profile: NativeProfileRef;
	readonly before: AutoAssignRules;
	/** In a preview as they would be. */
	readonly after: AutoAssignRules;
	/** The targets that these rules affect, as the system tells before they are saved. */
	readonly affected: readonly Target[];
	readonly warnings: readonly Warning[];
}

/** Changes by which rules a native profile takes targets, and reads them back. */
export async function autoAssign(
	on: Connection,
	{ choice, change, preview, patience }: AutoAssignOrder,
): Promise<AutoAssignOutcome> {
	const rules = rulesOf(on);
	assertExpressions(on, change);
	const { timeLimitSeconds } = patience;
	const doing = `changing which VMs a snapshot profile of ${on.driver.system} takes`;
	return await withinTimeLimit(on, { timeLimitSeconds, doing }, async (signal) => {
		const query = { withAssignments: false };
		const { id, name } = await findNativeProfile(on, choice, query, signal);
		const profile = { id, name };
		const before = await rules.read(profile, signal);
		const wanted: AutoAssignRules = { ...before, ...change };
		const affected = await rules.preview(profile, wanted, signal);
		const outcome = { profile, before, affected, warnings: takesNothing(profile, wanted) };
		if (isSame(before, wanted)) return { ...outcome, action: 'unchanged', after: before };
		if (preview) return { ...outcome, action: 'wouldUpdate', after: wanted };
		await rules.save(profile, wanted, signal).catch(async (error: unknown) => {
			// The answer was lost; what is read back tells whether the work was.
			if (!hasCode(error, 'UNREACHABLE', 'INVALID_RESPONSE')) throw error;
			if (!isSame(await rules.read(profile, signal), wanted)) throw error;
		});
		const after = await rules.read(profile, signal);
		if (!isSame(after, wanted)) throw notKept(on, profile);
		return { ...outcome, action: 'updated', after };
	});
}

function rulesOf(on: Connection): AutoAssignment {
	const { autoAssignment } = profilesOf(on);
	if (autoAssignment !== undefined) return autoAssignment;
	const { system } = on.driver;
	throw new SnapshotError('UNSUPPORTED', `${system} gives its profiles to no VM by itself`, {
		system,
		advice:
			'Let n8n do it: run Native Profile with the operation Assign and a filter, by a schedule. Nothing was sent.',
	});
}

/** Better refused here than found broken by the system's next round. Its own dialect may allow a little more. */
function assertExpressions(on: Connection, change: Partial<AutoAssignRules>): void {
	const { includeExpressions = [], excludeExpressions = [] } = change;
	const wrong = [...includeExpressions, ...excludeExpressions].find((one) => !isExpression(one));
	if (wrong === undefined) return;
	const message = `${JSON.stringify(wrong)} is no regular expression`;
	const advice = 'Correct it, for example ^web-[0-9]+$. Nothing was sent.';
	throw new SnapshotError('INVALID_INPUT', message, { system: on.driver.system, advice });
}

const isSame = (left: AutoAssignRules, right: AutoAssignRules): boolean =>
	textOf(left) === textOf(right);

/** Order says nothing in these lists, nor does a text that stands in one twice. */
const textOf = ({ mode, ...lists }: AutoAssignRules): string =>
	JSON.stringify([
		mode,
		...Object.entries(lists)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([name, texts]) => [name, [...new Set(texts)].sort()]),
	]);

function takesNothing(
	{ name }: NativeProfileRef,
	{ mode, includeTags, includeExpressions }: AutoAssignRules,
): Warning[] {
	const isIdle = mode !== 'off' && includeTags.length + includeExpressions.length === 0;
	if (!isIdle) return [];
	const message = `The profile ${name} is to take VMs, but nothing is included, so it takes none. Add tags or name expressions to include.`;
	return [warning('TAKES_NOTHING', message)];
}

function notKept(on: Connection, { name }: NativeProfileRef): SnapshotError {
	const { system } = on.driver;
	const message = `${system} took the rules for the profile ${name}, but shows others`;
	return new SnapshotError('TASK_FAILED', message, { system });
}
