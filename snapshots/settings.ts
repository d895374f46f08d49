import { z } from 'zod';
import { capabilitiesOf } from './connection';
import type { Capabilities } from './capabilities';
import { SnapshotError } from './errors';
import { inWords } from './parseWith';
import type { TargetRef } from './model';

/**
 * A choice that only some systems offer, such as VergeOS’s immutable flag. A driver declares it beside its
 * capabilities; the editor shows it as an option of that system and level, and the driver gets the value.
 */
export type Setting = SettingText &
	(
		| { readonly kind: 'switch'; readonly default: boolean }
		| { readonly kind: 'text'; readonly default: string; readonly placeholder: string }
		/** Several texts; empty means none. */
		| { readonly kind: 'list'; readonly placeholder: string }
		| { readonly kind: 'choice'; readonly default: string; readonly choices: readonly Choice[] }
	);

interface SettingText {
	/** Unique within the operation; the same word means the same on every system. */
	readonly name: string;
	/** As in the editor: Title Case. */
	readonly title: string;
	readonly description: string;
}

export interface Choice {
	readonly value: string;
	readonly title: string;
	readonly description?: string;
}

export type SettingValue = boolean | string | readonly string[];
/** By the setting’s name; what is absent has its default. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** As a person or a library’s user gives them, before they are read. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** The operations that systems may add settings to. */
export const SETTING_OPERATIONS = ['create', 'revert', 'restoreAsNew'] as const;
export type SettingOperation = (typeof SETTING_OPERATIONS)[number];

/**
 * The settings in full, with defaults; undefined where the system offers none. Throws `INVALID_INPUT` for a name that the system does not offer for
 * this operation, and for a value of the wrong kind.
 */
export function readSettings(
	on: { readonly system: string; readonly capabilities: Capabilities },
	target: Pick<TargetRef, 'level'>,
	operation: SettingOperation,
	given: GivenSettings = {},
): Settings | undefined {
	const offered = capabilitiesOf(on, target.level).settings?.[operation] ?? [];
	if (offered.length === 0 && Object.keys(given).length === 0) return undefined;
	const shape = Object.fromEntries(offered.map((setting) => [setting.name, schemaOf(setting)]));
	const read = z.object(shape).strict().safeParse(given, { errorMap: inWords });
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	const [name, why] =
		issue?.code === 'unrecognized_keys'
			? [issue.keys.join(', '), 'none has that name']
			: [issue?.path.join('.'), issue?.message];
	const names = offered.map(({ title, name: known }) => `${title} (${known})`).join(', ');
	throw new SnapshotError('INVALID_INPUT', `The setting ${name} is not understood: ${why}`, {
		system: on.system,
		advice: `${names === '' ? 'There are no settings here' : `Settings here: ${names}`}. Nothing was sent.`,
	});
}

function schemaOf(setting: Setting): z.ZodType<SettingValue, z.ZodTypeDef, unknown> {
	switch (setting.kind) {
		case 'switch':
			return z.boolean().default(setting.default);
		case 'text':
			return z.string().trim().default(setting.default);
		case 'list':
			return z.array(z.string().trim().min(1)).default([]);
		case 'choice':
			return z
				.string()
				.refine((value) => setting.choices.some((choice) => choice.value === value), {
					message: `must be one of ${setting.choices.map(({ value }) => value).join(', ')}`,
				})
				.default(setting.default);
	}
}
