import type { Setting, Settings } from '../../snapshots/settings';

export const DISK_ONLY = {
	name: 'diskOnly',
	title: 'Disks Only',
	description:
		'Whether to bring back the disks alone, and keep the settings, devices and profiles as they are now. Newer Incus only.',
	kind: 'switch',
	default: false,
} as const satisfies Setting;

export const TARGET_PROJECT = {
	name: 'targetProject',
	title: 'Project',
	description: 'Where to put the copy. Empty: the project of the source.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. lab',
} as const satisfies Setting;

export const TARGET_POOL = {
	name: 'targetPool',
	title: 'Storage Pool',
	description:
		'Where to put the disk of the copy. Empty: the pool of the source, where the copy is often a quick clone.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. fast',
} as const satisfies Setting;

export const TARGET_MEMBER = {
	name: 'targetMember',
	title: 'Cluster Member',
	description: 'Which member of the cluster gets the copy. Empty: the cluster chooses.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. node-2',
} as const satisfies Setting;

export const OTHER_DISKS = {
	name: 'attachOtherDisks',
	title: 'Attach Other Disks',
	description:
		'Whether the copy gets the other disks of the source, too: custom volumes and folders of the host. No snapshot holds these, so both would write to the very same ones.',
	kind: 'switch',
	default: false,
} as const satisfies Setting;

/** A library’s user may leave settings out; then the declared default holds. */
export function switchOf(
	settings: Settings | undefined,
	{ name, default: preset }: { readonly name: string; readonly default: boolean },
): boolean {
	const value = settings?.[name];
	return typeof value === 'boolean' ? value : preset;
}

/** Undefined: left empty. */
export function textOf(
	settings: Settings | undefined,
	{ name }: { readonly name: string },
): string | undefined {
	const value = settings?.[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}
