import type { AutoAssignRules } from '../../snapshots/nativeProfile';
import { capabilities, lawsOn, patient, refusal } from './laws';
import { DAILY, isAssignable, profileOf } from './nativeProfiles';
import type { SystemUnderTestFactory } from './systemUnderTest';

/** The laws of what native profiles do by themselves: take targets, and remove what they no longer keep. */
export const nativeRuleLaws = (make: SystemUnderTestFactory): void =>
	describe('rules of native profiles', () => {
		const law = lawsOn(make);

		law('take targets by rules exactly where a level says so', async (sut) => {
			const levels = Object.values(sut.driver.capabilities.levels);
			const offered = levels.some(({ autoAssign }) => autoAssign === true);
			expect(sut.driver.profiles?.autoAssignment !== undefined).toBe(offered);
		});

		law('show the rules that were saved, and which targets they affect', async (sut) => {
			const { profiles } = sut.driver;
			const auto = profiles?.autoAssignment;
			if (profiles === undefined || auto === undefined || !isAssignable(sut)) return;
			const target = sut.targets.runningWithAgent;
			await profiles.assign(target, undefined, patient());
			const profile = await profiles.save(profileOf('Law', DAILY), undefined, patient());
			const name = target.name.replaceAll(/[^A-Za-z0-9]/g, '.');
			const rules = { ...TAKES_ONE, includeExpressions: [name] };
			const excluded = { ...rules, excludeExpressions: [name] };
			const affected = async (by: AutoAssignRules) =>
				(await auto.preview(profile, by, patient())).map(({ id }) => id);
			expect(await affected(rules)).toEqual([target.id]);
			expect(await affected(excluded)).toEqual([]);
			expect(await profiles.assigned(target, patient())).toBeUndefined();
			expect((await auto.read(profile, patient())).mode).toBe('off');
			await auto.save(profile, excluded, patient());
			expect(await auto.read(profile, patient())).toEqual(excluded);
			const absent = { id: '987654', name: 'absent' };
			await refusal(auto.save(absent, rules, patient()), 'NOT_FOUND', 'absent');
		});

		law('say whether they can be applied at once', async (sut) => {
			const { profiles, capabilities: all } = sut.driver;
			const said = Object.values(all.levels).some(({ applyRetention }) => applyRetention);
			expect(profiles?.applyRetention !== undefined).toBe(said);
			if (profiles?.applyRetention === undefined) return;
			const support = capabilities(sut).applyRetention;
			if (support?.supported === true) return;
			const target = sut.targets.stopped;
			await refusal(profiles.applyRetention(target, patient()), 'UNSUPPORTED', target.name);
		});
	});

const TAKES_ONE: AutoAssignRules = {
	mode: 'assign',
	includeTags: [],
	excludeTags: [],
	includeExpressions: [],
	excludeExpressions: [],
	clusterIds: [],
};
