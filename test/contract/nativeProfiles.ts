import type { NativeProfile, NativeProfiles } from '../../snapshots/nativeProfile';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import type { GivenProfile } from '../snapshots/schedule/profiles';
import { capabilities, everyTarget, gone, lawsOn, patient, refusal, stateOf } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

/** The laws of profiles that a system keeps by itself; of all others, that they say so. */
export const nativeProfileLaws = (make: SystemUnderTestFactory): void =>
	describe('native profiles', () => {
		const anyLaw = lawsOn(make);
		const law = (
			title: string,
			body: (sut: SystemUnderTest, profiles: NativeProfiles) => Promise<void>,
		): void =>
			anyLaw(title, async (sut) => {
				if (sut.driver.profiles === undefined) return lacks(sut);
				await body(sut, sut.driver.profiles);
			});
		const assignLaw: typeof law = (title, body) =>
			law(title, async (sut, profiles) => {
				if (isAssignable(sut)) await body(sut, profiles);
				else await deniesAssignment(sut, profiles);
			});

		anyLaw('are there exactly when a level can be given one', async (sut) => {
			const levels = Object.values(sut.driver.capabilities.levels);
			const offered = levels.some(({ nativeProfile }) => nativeProfile?.supported === true);
			expect(sut.driver.profiles !== undefined).toBe(offered);
		});

		law('come back as they were saved, where nothing is lost', async (_sut, profiles) => {
			const profile = profileOf('Law', WEEKLY);
			expect(profiles.express(profile).notExpressible).toEqual([]);
			const saved = await profiles.save(profile, undefined, patient());
			expect(await find(profiles, saved.id)).toEqual(saved);
			expect(saved.name).toBe('Law');
			expect(saved.periods.map(({ period }) => period)).toEqual(profile.periods);
			expect(saved.periods.flatMap(({ notExpressible }) => notExpressible)).toEqual([]);
		});

		law('are expressed as they are then read', async (_sut, profiles) => {
			const profile = profileOf('Law', WEEKLY, { ...DAILY, memory: true, quiesce: 'require' });
			const draft = profiles.express(profile);
			const saved = await profiles.save(profile, undefined, patient());
			expect(withoutEstimates(saved)).toEqual(draft.periods);
		});

		law('have every loss told, with the name of its period', async (_sut, profiles) => {
			const lossy = profileOf('Law', { ...DAILY, retention: {}, memory: true });
			const { periods, notExpressible } = profiles.express(lossy);
			expect(notExpressible).not.toEqual([]);
			for (const sentence of notExpressible) expect(sentence).toMatch(/daily.+\.$/);
			expect(periods).toEqual([]);
		});

		law('are changed in place, old periods gone and assignments left', async (sut, profiles) => {
			const before = await profiles.save(profileOf('Law', DAILY, WEEKLY), undefined, patient());
			const target = sut.targets.stopped;
			if (isAssignable(sut)) await profiles.assign(target, before, patient());
			const other = { ...DAILY, frequency: { every: 'day' as const, at: '23:30' } };
			const changed = profileOf('Law', other, { ...WEEKLY, name: 'another' });
			const after = await profiles.save(changed, before, patient());
			expect(after.id).toBe(before.id);
			expect(periodsOf(after)).toEqual(
				periodsOf({ ...before, periods: draftOf(profiles, changed) }),
			);
			expect(await find(profiles, before.id)).toEqual(after);
			if (isAssignable(sut)) {
				expect(await profiles.assigned(target, patient())).toEqual({ id: before.id, name: 'Law' });
			}
		});

		law('have names of their own: a second one is CONFLICT', async (_sut, profiles) => {
			const profile = profileOf('Law', DAILY);
			await profiles.save(profile, undefined, patient());
			await refusal(profiles.save(profile, undefined, patient()), 'CONFLICT', 'Law');
			const named = (await list(profiles)).filter(({ name }) => name === 'Law');
			expect(named).toHaveLength(1);
		});

		law('that are gone are NOT_FOUND when they are to be changed', async (_sut, profiles) => {
			const absent = { id: '987654', name: 'absent' };
			const call = profiles.save(profileOf('absent', DAILY), absent, patient());
			await refusal(call, 'NOT_FOUND', 'absent');
			expect((await list(profiles)).map(({ name }) => name)).not.toContain('absent');
		});

		assignLaw(
			'are given to a target and taken away, and touch nothing else',
			async (sut, profiles) => {
				const target = sut.targets.runningWithAgent;
				// Some systems take snapshots only of what has one, so it may come with one.
				await profiles.assign(target, undefined, patient());
				const before = await stateOf(sut, target);
				const [one, other] = [
					await profiles.save(profileOf('One', DAILY), undefined, patient()),
					await profiles.save(profileOf('Other', DAILY), undefined, patient()),
				];
				expect(await profiles.assigned(target, patient())).toBeUndefined();
				for (const profile of [one, other, other]) {
					await profiles.assign(target, profile, patient());
					expect(await profiles.assigned(target, patient())).toEqual({
						id: profile.id,
						name: profile.name,
					});
				}
				for (let time = 1; time <= 2; time++) {
					await profiles.assign(target, undefined, patient());
					expect(await profiles.assigned(target, patient())).toBeUndefined();
				}
				expect(await stateOf(sut, target)).toEqual(before);
			},
		);

		assignLaw('count the targets that have them, when asked', async (sut, profiles) => {
			const { id } = await profiles.save(profileOf('Law', DAILY), undefined, patient());
			const targets = everyTarget(sut);
			for (const target of targets) await profiles.assign(target, { id, name: 'Law' }, patient());
			const counted = await profiles.list({ withAssignments: true }, patient());
			expect(counted.find((one) => one.id === id)?.assignedTo).toBe(targets.length);
			expect((await find(profiles, id)).assignedTo).toBeUndefined();
		});

		assignLaw(
			'that are gone are NOT_FOUND, and the target keeps its own',
			async (sut, profiles) => {
				const target = sut.targets.stopped;
				const own = await profiles.save(profileOf('Law', DAILY), undefined, patient());
				await profiles.assign(target, own, patient());
				const absent = { id: '987654', name: 'absent' };
				await refusal(profiles.assign(target, absent, patient()), 'NOT_FOUND', 'absent');
				expect((await profiles.assigned(target, patient()))?.id).toBe(own.id);
			},
		);

		assignLaw('answer NOT_FOUND for a target that is gone', async (sut, profiles) => {
			const target = gone(sut.targets.stopped);
			await refusal(profiles.assigned(target, patient()), 'NOT_FOUND', target.name);
			await refusal(profiles.assign(target, undefined, patient()), 'NOT_FOUND', target.name);
		});

		law('end at once when the signal has aborted', async (_sut, profiles) => {
			const reason = new Error('enough');
			const aborted = AbortSignal.abort(reason);
			const calls = [
				profiles.list({ withAssignments: true }, aborted),
				profiles.save(profileOf('Law', DAILY), undefined, aborted),
			];
			for (const call of calls) await expect(call).rejects.toBe(reason);
			expect((await list(profiles)).map(({ name }) => name)).not.toContain('Law');
		});
	});

type GivenPeriod = GivenProfile['periods'][number];

export const DAILY = {
	name: 'daily',
	frequency: { every: 'day', at: '02:30' },
	retention: { keepFor: 'P7D', minimum: 2 },
	quiesce: 'prefer',
} as const satisfies GivenPeriod;

const WEEKLY = {
	name: 'weekly',
	frequency: { every: 'week', weekdays: ['sunday'], at: '03:00' },
	retention: { keepFor: 'P30D' },
	quiesce: 'off',
} as const satisfies GivenPeriod;

export const profileOf = (name: string, ...periods: readonly GivenPeriod[]): Profile =>
	profileSchema.parse({ name, timeZone: 'UTC', periods });

export const isAssignable = (sut: SystemUnderTest): boolean =>
	capabilities(sut).nativeProfile?.supported === true;

const list = async (profiles: NativeProfiles): Promise<readonly NativeProfile[]> =>
	await profiles.list({ withAssignments: false }, patient());

async function find(profiles: NativeProfiles, id: string): Promise<NativeProfile> {
	const found = (await list(profiles)).find((one) => one.id === id);
	if (found === undefined) throw new Error(`The native profile ${id} is not listed`);
	return found;
}

const draftOf = (profiles: NativeProfiles, profile: Profile): NativeProfile['periods'] =>
	profiles.express(profile).periods;

const withoutEstimates = ({ periods }: NativeProfile): NativeProfile['periods'] =>
	periods.map(({ estimatedSnapshots: _estimated, ...told }) => told);

/** In whatever order the system lists them. */
const periodsOf = (profile: NativeProfile): NativeProfile['periods'] =>
	[...withoutEstimates(profile)].sort((left, right) => (left.name < right.name ? -1 : 1));

/** Whoever looks for them must be told what to do instead. */
function lacks(sut: SystemUnderTest): void {
	const { nativeProfile } = capabilities(sut);
	if (nativeProfile !== undefined) expect(nativeProfile.supported).toBe(false);
}

/** Of a level that can have none, the refusal tells why and the way out. */
async function deniesAssignment(sut: SystemUnderTest, profiles: NativeProfiles): Promise<void> {
	const target = sut.targets.stopped;
	await refusal(profiles.assigned(target, patient()), 'UNSUPPORTED', target.name);
	await refusal(profiles.assign(target, undefined, patient()), 'UNSUPPORTED', target.name);
}
