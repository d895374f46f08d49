import { z } from 'zod';
import type { Capabilities } from '../../snapshots/capabilities';
import type { Level } from '../../snapshots/model';
import {
	readSettings,
	type GivenSettings,
	type Setting,
	type SettingOperation,
} from '../../snapshots/settings';
import { badUsage } from '../usage';

/** `--set name=value`, repeatable. */
export const settingsSchema = z.object({ set: z.array(z.string()).default([]) });

interface On {
	readonly system: string;
	readonly capabilities: Capabilities;
	readonly level: Level;
}

/** The system’s own settings; `readSettings` of the domain refuses what the system does not offer. */
export function readGivenSettings(
	{ system, capabilities, level }: On,
	operation: SettingOperation,
	given: readonly string[],
): GivenSettings | undefined {
	if (given.length === 0) return undefined;
	const offered = capabilities.levels[level]?.settings?.[operation] ?? [];
	const settings: Record<string, unknown> = {};
	for (const text of given) {
		const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
		if (name === undefined || value === undefined) {
			throw badUsage(`--set ${text} is not understood`, 'Give it as --set name=value.');
		}
		const kind = offered.find((setting) => setting.name === name)?.kind;
		settings[name] = valueOf(kind, value, settings[name]);
	}
	return readSettings({ system, capabilities }, { level }, operation, settings);
}

/** Of a list, each `--set` of its name adds one entry. */
function valueOf(kind: Setting['kind'] | undefined, text: string, before: unknown): unknown {
	switch (kind) {
		case 'switch':
			return text === 'true' ? true : text === 'false' ? false : text;
		case 'list':
			return [...(Array.isArray(before) ? (before as unknown[]) : []), text];
		case 'text':
		case 'choice':
		case undefined:
			return text;
	}
}
