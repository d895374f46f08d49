import { SnapshotError } from '../../../snapshots/errors';
import type { NativeProfiles } from '../../../snapshots/nativeProfile';
import { attempt, VERGEOS } from '../errors';
import type { Vergeos } from '../level';
import { assignedProfile, assignProfile, countAssignments } from './assignments';
import { allProfiles } from './profileTable';
import { changeProfile, makeProfile } from './save';
import { draftOf } from './writePeriods';

/**
 * VergeOS’s own snapshot profiles. Its API does not tell by which zone’s clock it runs them, so `timeZone` is
 * absent.
 */
export const vergeosProfiles = (on: Vergeos): NativeProfiles => ({
	async list({ withAssignments }, signal) {
		const doing = `list the snapshot profiles of ${on.client.address}`;
		return await attempt({ doing }, signal, async () => {
			const [profiles, counts] = await Promise.all([
				allProfiles(on.client, signal),
				withAssignments ? countAssignments(on.client, signal) : undefined,
			]);
			if (counts === undefined) return profiles;
			return profiles.map((one) => ({ ...one, assignedTo: counts.get(one.id) ?? 0 }));
		});
	},

	express: draftOf,

	async save(profile, existing, signal) {
		assertName(profile.name);
		const doing = `write the snapshot profile ${profile.name}`;
		return await attempt({ doing }, signal, async () =>
			existing === undefined
				? await makeProfile(on, profile, signal)
				: await changeProfile(on, existing, profile, signal),
		);
	},

	async assigned(target, signal) {
		const doing = `read the snapshot profile of ${target.name}`;
		return await attempt({ doing, target }, signal, async () =>
			assignedProfile(on.client, target, signal),
		);
	},

	async assign(target, profile, signal) {
		const doing =
			profile === undefined
				? `take the snapshot profile of ${target.name} away`
				: `give ${target.name} the snapshot profile ${profile.name}`;
		return await attempt({ doing, target }, signal, async () =>
			assignProfile(on.client, target, profile, signal),
		);
	},
});

/** VergeOS trims names; what is kept must be what was asked for. */
function assertName(name: string): void {
	if (name.length <= 128 && name === name.trim() && !/\p{Control}/u.test(name)) return;
	const message = `The profile name ${JSON.stringify(name)} breaks the rules of VergeOS`;
	throw new SnapshotError('INVALID_INPUT', message, {
		system: VERGEOS,
		advice: 'It may have no line breaks or other control characters. Nothing was sent.',
	});
}
