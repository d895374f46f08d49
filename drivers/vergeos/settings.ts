import type { Setting, Settings } from '../../snapshots/settings';

/** A library’s user may leave settings out; then the declared default holds. */
export function switchOf(settings: Settings | undefined, setting: Setting): boolean {
	const value = settings?.[setting.name];
	if (typeof value === 'boolean') return value;
	return setting.kind === 'switch' && setting.default;
}

export function choiceOf(settings: Settings | undefined, setting: Setting): string {
	const value = settings?.[setting.name];
	if (typeof value === 'string') return value;
	return setting.kind === 'choice' ? setting.default : '';
}

export function listOf(settings: Settings | undefined, setting: Setting): readonly string[] {
	const value = settings?.[setting.name];
	return Array.isArray(value) ? value.map(String) : [];
}
