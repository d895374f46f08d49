import { SnapshotError } from '../../../snapshots/errors';
import type { NativeProfiles } from '../../../snapshots/nativeProfile';
import { autoAssignment } from './autoAssign';
import { attempt, VPROTECT } from '../errors';
import type { Vprotect } from '../level';
import { assertPlatform } from '../platforms';
import { needsCli, refusal } from '../refusals';
import { applyRetention } from './applyRetention';
import { assignPolicyTo, listVms, readVm } from '../vms';
import { allProfiles } from './profileTable';
import { changeProfile, makeProfile, profileGone } from './save';
import { draftOf } from './writePeriods';

/** vProtect’s snapshot policies, each with its rule and its schedules. Those count from midnight, UTC. */
export const vprotectProfiles = (on: Vprotect): NativeProfiles => ({
	timeZone: 'UTC',

	async list({ withAssignments }, signal) {
		const doing = `list the snapshot policies of ${on.client.address}`;
		return await attempt({ doing }, signal, async () => {
			const [profiles, vms] = await Promise.all([
				allProfiles(on, signal),
				withAssignments ? listVms(on.client, signal) : undefined,
			]);
			if (vms === undefined) return profiles;
			const having = (id: string) =>
				vms.filter(({ snapshotMgmtPolicy }) => snapshotMgmtPolicy?.guid === id).length;
			return profiles.map((one) => ({ ...one, assignedTo: having(one.id) }));
		});
	},

	express: draftOf,

	async save(profile, existing, signal) {
		assertName(profile.name);
		const doing = `write the snapshot policy ${profile.name}`;
		return await attempt({ doing }, signal, async () =>
			existing === undefined
				? await makeProfile(on, profile, signal)
				: await changeProfile(on, existing, profile, signal),
		);
	},

	async assigned(target, signal) {
		const doing = `read the snapshot policy of ${target.name}`;
		return await attempt({ doing, target }, signal, async () => {
			const { snapshotMgmtPolicy: policy } = await readVm(on.client, target, signal);
			return policy === undefined ? undefined : { id: policy.guid, name: policy.name };
		});
	},

	async assign(target, profile, signal) {
		const doing =
			profile === undefined
				? `take the snapshot policy of ${target.name} away`
				: `give ${target.name} the snapshot policy ${profile.name}`;
		await attempt({ doing, target }, signal, async () => {
			const vm = await readVm(on.client, target, signal);
			if (vm.snapshotMgmtPolicy?.guid === profile?.id) return;
			if (profile !== undefined) {
				assertPlatform(target, vm);
				const policy = await on.policies.find(profile.id, signal);
				if (policy === undefined) throw profileGone(profile);
			}
			const wanted = profile === undefined ? undefined : { guid: profile.id };
			await assignPolicyTo(on.client, target, wanted, signal);
			const after = await readVm(on.client, target, signal);
			if (after.snapshotMgmtPolicy?.guid === profile?.id) return;
			const has = after.snapshotMgmtPolicy?.name ?? 'none';
			const message = `vProtect took the change for ${target.name}, whose snapshot policy is ${has} all the same`;
			throw refusal('TASK_FAILED', target, message);
		});
	},

	autoAssignment: autoAssignment(on),

	async applyRetention(target, signal) {
		const { cli } = on;
		if (cli === undefined) throw needsCli(target);
		const doing = `remove the old snapshots of ${target.name}`;
		return await attempt({ doing, target }, signal, async () =>
			applyRetention(on, cli, target, signal),
		);
	},
});

function assertName(name: string): void {
	if (name === name.trim() && name !== '' && !/\p{Control}/u.test(name)) return;
	const message = `The policy name ${JSON.stringify(name)} breaks the rules of vProtect`;
	throw new SnapshotError('INVALID_INPUT', message, {
		system: VPROTECT,
		advice: 'It may have no line breaks or other control characters. Nothing was sent.',
	});
}
