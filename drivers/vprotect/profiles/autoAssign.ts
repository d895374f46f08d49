import { z } from 'zod';
import type {
	AutoAssignment,
	AutoAssignMode,
	AutoAssignRules,
	NativeProfileRef,
} from '../../../snapshots/nativeProfile';
import { attempt } from '../errors';
import type { Vprotect } from '../level';
import { profileGone } from './save';
import { choice, reference } from '../schema';
import { listVms, vmTarget } from '../vms';

const MODES = {
	DISABLED: 'off',
	ASSIGN_ONLY: 'assign',
	ASSIGN_AND_REMOVE: 'assignAndRemove',
} as const satisfies Record<string, AutoAssignMode>;
type Mode = keyof typeof MODES;

const modeNames = Object.keys(MODES) as [Mode, ...Mode[]];
const nameOf = (mode: AutoAssignMode): Mode | undefined =>
	modeNames.find((name) => MODES[name] === mode);

const texts = z
	.array(z.string())
	.nullish()
	.transform((found) => found ?? []);

const settings = z
	.object({
		mode: choice.pipe(z.enum(modeNames)),
		includeTags: texts,
		excludeTags: texts,
		includeRegExps: texts,
		excludeRegExps: texts,
		hvClusters: z
			.array(reference)
			.nullish()
			.transform((found) => (found ?? []).map(({ guid }) => guid)),
	})
	.transform((read): AutoAssignRules => ({
		mode: MODES[read.mode],
		includeTags: read.includeTags,
		excludeTags: read.excludeTags,
		includeExpressions: read.includeRegExps,
		excludeExpressions: read.excludeRegExps,
		clusterIds: read.hvClusters,
	}));

const whole = z.object({ autoAssignSettings: z.unknown() }).passthrough();

const written = (rules: AutoAssignRules): object => ({
	mode: { name: nameOf(rules.mode) },
	includeTags: rules.includeTags,
	excludeTags: rules.excludeTags,
	includeRegExps: rules.includeExpressions,
	excludeRegExps: rules.excludeExpressions,
	hvClusters: rules.clusterIds.map((guid) => ({ guid })),
});

/** At each inventory, by the policy’s own rules. */
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
			await attempt({ doing }, signal, async () => {
				const { path, policy } = await policyWith(ref, signal);
				await client.put(path, { ...policy, autoAssignSettings: written(rules) }, signal);
			});
		},
	};
}
