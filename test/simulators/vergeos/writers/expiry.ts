import type { World } from '../model/world';
import type { Values } from './input';

/** What a snapshot without `expires` gets, whatever `retention` says: 72 hours. */
const DEFAULT_LIFE_SECONDS = 259_200;

/** `expires` of a new row; `expires_type` is used up here. */
export function expiryAtCreate(world: World, values: Values): number {
	if (values.expires_type === 'never') return 0;
	return typeof values.expires === 'number' ? values.expires : world.now() + DEFAULT_LIFE_SECONDS;
}

/** The change of `expires` that a PUT asks for, if any. */
export function expiryAtChange(values: Values): { expires?: number } {
	if (values.expires_type === 'never') return { expires: 0 };
	return typeof values.expires === 'number' ? { expires: values.expires } : {};
}

/** What is stored of the values: arguments are used up. */
export function stored(values: Values, ...used: readonly string[]): Values {
	const rest = { ...values };
	for (const name of ['expires_type', ...used]) delete rest[name];
	return rest;
}
