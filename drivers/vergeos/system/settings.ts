import type { Setting } from '../../../snapshots/settings';

export const PRIVATE = {
	name: 'private',
	title: 'Private',
	description: 'Whether tenants are kept from seeing this system snapshot',
	kind: 'switch',
	default: true,
} as const satisfies Setting;

export const IMMUTABLE = {
	name: 'immutable',
	title: 'Immutable',
	description:
		'Whether nobody can delete this system snapshot before it expires. After the flag is taken back the lock lasts up to 7 days more.',
	kind: 'switch',
	default: false,
} as const satisfies Setting;

export const INCLUDE_TAGS = {
	name: 'includeTags',
	title: 'Only What Has These Tags',
	description:
		'Takes only what bears one of these tags. Needs VergeOS 26.1. Such a snapshot can’t restore the whole system.',
	kind: 'list',
	placeholder: 'e.g. production',
} as const satisfies Setting;

export const EXCLUDE_TAGS = {
	name: 'excludeTags',
	title: 'All but What Has These Tags',
	description:
		'Leaves out what bears one of these tags. Needs VergeOS 26.1. Such a snapshot can’t restore the whole system.',
	kind: 'list',
	placeholder: 'e.g. scratch',
} as const satisfies Setting;
