import { z } from 'zod';
import { SnapshotError } from '../../snapshots/errors';
import type { NativeProfileRef } from '../../snapshots/nativeProfile';
import type { Target } from '../../snapshots/model';
import { attempt, VPROTECT } from './errors';
import type { Vprotect } from './level';
import { profileGone } from './profiles/save';
import { choice, reference } from './schema';
import { listVms, vmTarget } from './vms';

export const AUTO_ASSIGN_MODES = ['DISABLED', 'ASSIGN_ONLY', 'ASSIGN_AND_REMOVE'] as const;

/**
 * Which VMs a policy takes by itself, at each inventory: those with any of the included tags or names, in the
 * chosen clusters, unless anything excluded fits. Only `ASSIGN_AND_REMOVE` takes a VM from another policy.
 */
export interface AutoAssignRules {
	readonly mode: (typeof AUTO_ASSIGN_MODES)[number];
	readonly includeTags: readonly string[];
	readonly excludeTags: readonly string[];
	/** On the VM's name; case counts. */
	readonly includeRegExps: readonly string[];
	readonly excludeRegExps: readonly string[];
	/** By ID. None: all. */
	readonly clusters: readonly string[];
}

/** The rules by which vProtect itself assigns its policies. */
export interface AutoAssignment {
	read(policy: NativeProfileRef, signal: AbortSignal): Promise<AutoAssignRules>;
	/** The VMs that these rules would affect, as vProtect tells them. Changes nothing. */
	preview(
		policy: NativeProfileRef,
		rules: AutoAssignRules,
		signal: AbortSignal,
	): Promise<readonly Target[]>;
	save(policy: NativeProfileRef, rules: AutoAssignRules, signal: AbortSignal): Promise<void>;
}

const texts = z
	.array(z.string())
	.nullish()
	.transform((found) => found ?? []);

const settings = z
	.object({
		mode: choice.pipe(z.enum(AUTO_ASSIGN_MODES)),
		includeTags: texts,
		excludeTags: texts,
		includeRegExps: texts,
		excludeRegExps: texts,
		hvClusters: z
			.array(reference)
			.nullish()
			.transform((found) => (found ?? []).map(({ guid }) => guid)),
	})
	.transform(({ hvClusters, ...rules }): AutoAssignRules => ({ ...rules, clusters: hvClusters }));

const whole = z.object({ autoAssignSettings: z.unknown() }).passthrough();

const written = ({ mode, clusters, ...rules }: AutoAssignRules): object => ({
	...rules,
	mode: { name: mode },
	hvClusters: clusters.map((guid) => ({ guid })),
});

export function autoAssignment(on: Vprotect): AutoAssignment {
	const { client, policies } = on;

	/** vProtect takes a policy whole: what is not sent back would be lost. */
	const policyWith = async (ref: NativeProfileRef, signal: AbortSignal) => {
		const path = await policies.pathOf(ref.id, signal);
		const policy = await client.find(path, whole, signal);
		if (policy === undefined) throw profileGone(ref);
		return { path, policy };
	};

	return {
		async read(ref, signal) {
			const doing = `read which VMs the policy ${ref.name} takes`;
			return await attempt({ doing }, signal, async () => {
				const { policy } = await policyWith(ref, signal);
				return settings.parse(policy.autoAssignSettings);
			});
		},

		async preview(ref, rules, signal) {
			const doing = `preview which VMs the policy ${ref.name} would take`;
			assertRegular(ref, rules);
			return await attempt({ doing }, signal, async () => {
				const { path, policy } = await policyWith(ref, signal);
				const asked = { ...policy, autoAssignSettings: written(rules) };
				const answer = await client.post(`${path}/auto-assignment-preview`, asked, signal);
				const affected = new Set(
					z
						.array(reference)
						.parse(answer)
						.map(({ guid }) => guid),
				);
				const vms = await listVms(client, signal);
				return vms.filter(({ guid }) => affected.has(guid)).map(vmTarget);
			});
		},

		async save(ref, rules, signal) {
			const doing = `change which VMs the policy ${ref.name} takes`;
			assertRegular(ref, rules);
			await attempt({ doing }, signal, async () => {
				const { path, policy } = await policyWith(ref, signal);
				await client.put(path, { ...policy, autoAssignSettings: written(rules) }, signal);
			});
		},
	};
}

/** Better refused here than at the next inventory. vProtect's own dialect allows a little more. */
function assertRegular({ name }: NativeProfileRef, rules: AutoAssignRules): void {
	for (const pattern of [...rules.includeRegExps, ...rules.excludeRegExps]) {
		try {
			new RegExp(pattern);
		} catch (cause) {
			throw new SnapshotError(
				'INVALID_INPUT',
				`${JSON.stringify(pattern)}, for the policy ${name}, is no regular expression`,
				{ system: VPROTECT, cause },
			);
		}
	}
}
