import type { Setting, Settings } from '../../snapshots/settings';

export const ASSIGN_POLICY = {
	name: 'assignPolicy',
	title: 'Assign Policy First',
	description:
		'Name of the snapshot policy that a VM without one is given, for good, before its snapshot is taken. A VM that has a policy keeps it. Empty: a VM without a policy gets no snapshot.',
	kind: 'text',
	default: '',
	placeholder: 'e.g. Daily',
} as const satisfies Setting;

export const PRIORITY = {
	name: 'priority',
	title: 'Priority',
	description: 'Place in the queue of vProtect, from 0 to 100: what is higher runs first',
	kind: 'text',
	default: '50',
	placeholder: 'e.g. 50',
} as const satisfies Setting;

/** A library’s user may leave settings out; then the declared default holds. */
export function textOf(
	settings: Settings | undefined,
	setting: { readonly name: string; readonly default: string },
): string {
	const value = settings?.[setting.name];
	return typeof value === 'string' ? value.trim() : setting.default;
}
