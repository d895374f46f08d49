import type { Setting, Settings } from '../../snapshots/settings';

export const QUIESCE_TIMEOUT = {
	name: 'quiesceTimeoutMinutes',
	title: 'Quiesce Time Limit (Minutes)',
	description:
		'How long VMware Tools may take to quiesce the guest, from 5 to 240 minutes. Empty: as vSphere sets it. Only with Quiesce.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. 15',
} as const satisfies Setting;

export const VSS_CONTEXT = {
	name: 'vssContext',
	title: 'Windows Guests Quiesce By',
	description: 'How the Volume Shadow Copy Service of a Windows guest is asked. Only with Quiesce.',
	kind: 'choice',
	default: 'default',
	choices: [
		{
			value: 'default',
			title: 'VMware Tools',
			description: 'As VMware Tools are set up in the guest; right for every other guest, too',
		},
		{
			value: 'ctx_auto',
			title: 'Writers Where Possible',
			description: 'Applications write down their state where they can, else file systems only',
		},
		{ value: 'ctx_backup', title: 'Writers', description: 'Applications write down their state' },
		{
			value: 'ctx_file_share_backup',
			title: 'File Systems Only',
			description: 'Applications are not asked',
		},
	],
} as const satisfies Setting;

export const UNCONSOLIDATED = {
	name: 'ifConsolidationNeeded',
	title: 'If Disks Need Consolidation',
	description:
		'What to do when an earlier removal left files behind that vSphere still has to merge. They go on growing, unseen among the snapshots.',
	kind: 'choice',
	default: 'warn',
	choices: [
		{ value: 'warn', title: 'Warn', description: 'Take the snapshot, and tell it in the output' },
		{
			value: 'consolidate',
			title: 'Consolidate First',
			description: 'Merge them before the snapshot is taken, which may take hours',
		},
		{ value: 'fail', title: 'Fail', description: 'Take no snapshot' },
	],
} as const satisfies Setting;

export const COPY = {
	name: 'copy',
	title: 'Kind of Copy',
	description: 'What the disks of the new VM are made of',
	kind: 'choice',
	default: 'full',
	choices: [
		{
			value: 'full',
			title: 'Full',
			description: 'Disks of its own; takes as long as copying them',
		},
		{
			value: 'linked',
			title: 'Linked',
			description:
				'Made in seconds. Its disks go on building on the snapshot, so keep the snapshot as long as the new VM.',
		},
	],
} as const satisfies Setting;

const WHICH = 'By name, by inventory path, or by ID';

export const FOLDER = {
	name: 'folder',
	title: 'Folder',
	description: `Where the new VM goes in the inventory. ${WHICH}. Empty: the folder of the old VM.`,
	kind: 'text',
	default: '',
	placeholder: 'e.g. DC1/vm/Restored',
} as const satisfies Setting;

export const RESOURCE_POOL = {
	name: 'resourcePool',
	title: 'Resource Pool',
	description: `What the new VM draws its resources from. ${WHICH}. Empty: the resource pool of the old VM.`,
	kind: 'text',
	default: '',
	placeholder: 'e.g. DC1/host/Cluster1/Resources',
} as const satisfies Setting;

export const DATASTORE = {
	name: 'datastore',
	title: 'Datastore',
	description: `Where the disks of the new VM go. ${WHICH}. Empty: where those of the old VM are.`,
	kind: 'text',
	default: '',
	placeholder: 'e.g. datastore-12',
} as const satisfies Setting;

export const HOST = {
	name: 'host',
	title: 'Host',
	description: `The ESXi host of the new VM. ${WHICH}. Empty: vSphere chooses it.`,
	kind: 'text',
	default: '',
	placeholder: 'e.g. esx-01.example.com',
} as const satisfies Setting;

/** A library’s user may leave settings out; then the declared default holds. */
export function chosen(
	settings: Settings | undefined,
	setting: { readonly name: string; readonly default: string },
): string {
	const value = settings?.[setting.name];
	return typeof value === 'string' ? value.trim() : setting.default;
}
