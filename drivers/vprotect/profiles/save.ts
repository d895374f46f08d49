import { z } from 'zod';
import { SnapshotError } from '../../../snapshots/errors';
import type { NativeProfile, NativeProfileRef } from '../../../snapshots/nativeProfile';
import type { Profile } from '../../../snapshots/schedule/profile';
import { bounded } from '../../bounded';
import { translateFailure, VPROTECT } from '../errors';
import type { Vprotect } from '../level';
import type { ApiFamily, Policy } from '../policies';
import { allProfiles, periodName, scheduleName } from './profileTable';
import { listSchedules, scheduleBody, type Schedule } from './schedule';
import type { RuleRetention } from './retention';
import { writtenOf, type Written } from './writePeriods';

const CLEANUP_LIMIT_MS = 60_000;

export async function makeProfile(
	on: Vprotect,
	profile: Profile,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const { name } = profile;
	const { client, policies } = on;
	if ((await policies.list(signal)).some((one) => one.name === name)) throw nameTaken(name);
	const path = `/policies/${await policies.family(signal)}`;
	const answer = await client.post(path, newPolicy(name), signal);
	const made = { id: told(answer) ?? (await policyNamed(on, name, signal)), name };
	try {
		await write(on, made, writtenOf(profile), signal);
		return await readBack(on, made, signal);
	} catch (error) {
		await takeBack(on, made, error, signal);
		throw error;
	}
}

export async function changeProfile(
	on: Vprotect,
	existing: NativeProfileRef,
	profile: Profile,
	signal: AbortSignal,
): Promise<NativeProfile> {
	await write(on, existing, writtenOf(profile), signal);
	return await readBack(on, existing, signal);
}

/** Makes the rule and the schedules of a policy be as they shall. New times are there before old ones go. */
async function write(
	on: Vprotect,
	{ id, name }: NativeProfileRef,
	{ retention = { versions: 0, days: 0 }, schedules }: Written,
	signal: AbortSignal,
): Promise<void> {
	const { client, policies } = on;
	const policy = await policies.find(id, signal);
	if (policy === undefined) throw profileGone({ id, name });
	const [first] = policy.rules;
	const family = await policies.family(signal);
	const rule = await ruleWith(on, policy, retention, signal);
	const attached = new Set(first?.schedules.map(({ guid }) => guid));
	const before = new Map(
		(await listSchedules(client, family, signal))
			.filter(({ guid }) => attached.has(guid))
			.map((one) => [periodName(policy.name, one.name), one]),
	);
	for (const wanted of schedules) {
		const there = before.get(wanted.name);
		if (there === undefined || isShared(there)) {
			const name = scheduleName(policy.name, wanted.name);
			const body = scheduleBody(family, { name, timing: wanted.timing }, [rule]);
			await client.post('/schedules', body, signal);
			continue;
		}
		before.delete(wanted.name);
		const body = scheduleBody(family, { name: there.name, timing: wanted.timing }, [rule]);
		await client.put(pathOf(there), { guid: there.guid, ...body }, signal);
	}
	for (const old of before.values()) await detach(on, family, old, rule, signal);
}

/** One that other policies use as well stays theirs, unchanged. */
const isShared = ({ rules }: Schedule): boolean => rules.length > 1;

const pathOf = ({ guid }: { readonly guid: string }): string =>
	`/schedules/${encodeURIComponent(guid)}`;

async function detach(
	{ client }: Vprotect,
	family: ApiFamily,
	schedule: Schedule,
	rule: string,
	signal: AbortSignal,
): Promise<void> {
	const { timing, rules, guid, name } = schedule;
	const others = rules.filter((one) => one.guid !== rule).map((one) => one.guid);
	if (others.length === 0 || timing === undefined)
		return await client.delete(pathOf(schedule), signal);
	await client.put(
		pathOf(schedule),
		{ guid, ...scheduleBody(family, { name, timing }, others) },
		signal,
	);
}

/** The one rule of a policy, keeping so many and so long. */
async function ruleWith(
	{ client, policies }: Vprotect,
	policy: Policy,
	{ versions, days }: RuleRetention,
	signal: AbortSignal,
): Promise<string> {
	const [there] = policy.rules;
	const wanted = {
		name: 'Default',
		retentionVersions: versions,
		retentionDays: days,
		policy: { guid: policy.guid },
	};
	if (there === undefined) {
		const answer = await client.post('/rules/vm-snapshot', { ...wanted, schedules: [] }, signal);
		const rule = told(answer) ?? (await policies.find(policy.guid, signal))?.rules[0]?.guid;
		if (rule !== undefined) return rule;
		const message = `vProtect took the rule of the policy ${policy.name}, but shows none`;
		throw new SnapshotError('TASK_FAILED', message, { system: VPROTECT });
	}
	const { guid, retentionVersions, retentionDays } = there;
	if (retentionVersions === versions && retentionDays === days) return guid;
	const schedules = there.schedules.map((one) => ({ guid: one.guid }));
	const path = `/rules/vm-snapshot/${encodeURIComponent(guid)}`;
	await client.put(path, { guid, ...wanted, schedules }, signal);
	return guid;
}

const newPolicy = (name: string): object => ({
	name,
	active: true,
	priority: 50,
	autoRemoveNonPresent: true,
	backupRetryCount: 0,
	autoAssignSettings: {
		mode: { name: 'DISABLED' },
		includeTags: [],
		excludeTags: [],
		includeRegExps: [],
		excludeRegExps: [],
		hvClusters: [],
	},
	vms: [],
	rules: [],
});

const something = z.object({ guid: z.string().min(1) });

/** What a server answers to something new is not documented: the thing itself, or nothing. */
const told = (answer: unknown): string | undefined => {
	const read = something.safeParse(answer);
	return read.success ? read.data.guid : undefined;
};

async function policyNamed(on: Vprotect, name: string, signal: AbortSignal): Promise<string> {
	const found = (await on.policies.list(signal)).find((one) => one.name === name);
	if (found !== undefined) return found.guid;
	const message = `vProtect took the policy ${name}, but does not show it`;
	throw new SnapshotError('TASK_FAILED', message, { system: VPROTECT });
}

async function readBack(
	on: Vprotect,
	ref: NativeProfileRef,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const found = (await allProfiles(on, signal)).find(({ id }) => id === ref.id);
	if (found === undefined) throw profileGone(ref);
	return found;
}

const nameTaken = (name: string): SnapshotError =>
	new SnapshotError('CONFLICT', `There is a snapshot policy ${name} in vProtect already`, {
		system: VPROTECT,
		advice: 'Choose another name, or change that one. Nothing was changed.',
	});

export const profileGone = ({ id, name }: NativeProfileRef): SnapshotError =>
	new SnapshotError('NOT_FOUND', `vProtect has no snapshot policy ${name} with the ID ${id}`, {
		system: VPROTECT,
		advice: 'It may have been removed. List the native profiles again. Nothing was changed.',
	});

/** Half a policy would only pass for a whole one. No VM has it yet. */
async function takeBack(
	on: Vprotect,
	{ id, name }: NativeProfileRef,
	cause: unknown,
	signal: AbortSignal,
): Promise<void> {
	const removed = bounded(on.clock, CLEANUP_LIMIT_MS, async (inner) => {
		const half = await on.policies.find(id, inner);
		for (const { guid } of half?.rules.flatMap(({ schedules }) => schedules) ?? []) {
			await on.client.delete(pathOf({ guid }), inner);
		}
		await on.client.delete(await on.policies.pathOf(id, inner), inner);
	});
	if (signal.aborted) {
		on.finish(removed).catch(() => undefined); // whoever cancelled is not kept waiting; closing waits
		throw signal.reason;
	}
	const isLeft = await removed.then(
		() => false,
		() => true,
	);
	if (!isLeft) return;
	const why = translateFailure(cause, { doing: `write the snapshot policy ${name}` });
	const message = `${why.message}. The half-made snapshot policy ${name} could not be removed`;
	const advice = `Remove ${name} in vProtect, under Snapshot SLAs, then run again.`;
	throw new SnapshotError(why.code, message, { system: VPROTECT, cause, advice });
}
