import type { Setting, Settings } from '../../snapshots/settings';

export const CLONE = {
	name: 'clone',
	title: 'Kind of Clone',
	description: 'Whether the new VM gets disks of its own, or builds on the snapshot',
	kind: 'choice',
	default: 'full',
	choices: [
		{
			value: 'full',
			title: 'Full',
			description: 'A whole copy, which needs nothing of the source any more',
		},
		{
			value: 'linked',
			title: 'Linked',
			description:
				'Made at once, but the snapshot can’t be deleted while the clone is there. On LVM-thin, Ceph and Btrfs.',
		},
	],
} as const satisfies Setting;

export const NODE = {
	name: 'node',
	title: 'Target Node',
	description: 'Node that the new VM is to be on. Empty: that of the source.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. pve2',
} as const satisfies Setting;

export const STORAGE = {
	name: 'storage',
	title: 'Target Storage',
	description: 'Storage for the disks of a full clone. Empty: those that the source is on.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. local-lvm',
} as const satisfies Setting;

export const POOL = {
	name: 'pool',
	title: 'Resource Pool',
	description: 'Pool that the new VM is put into. Empty: none.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. restored',
} as const satisfies Setting;

export const NEW_ID = {
	name: 'newId',
	title: 'New VM ID',
	description: 'Number of the new VM, from 100 up. Empty: the lowest that is free.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. 9100',
} as const satisfies Setting;

/** A library’s user may leave settings out; then the declared default holds. */
export function valueOf(
	settings: Settings | undefined,
	setting: { readonly name: string; readonly default: string },
): string {
	const value = settings?.[setting.name];
	return typeof value === 'string' ? value.trim() : setting.default;
}
