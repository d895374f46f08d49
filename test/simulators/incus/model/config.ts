import type { Flavour } from '../releases';
import type { Config } from './entities';
import { expiryAfter } from './expiry';

const ALIASES = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@annually', '@yearly'];
/** LXD 5.0.2. */
const CRON_FORM =
	'Schedule must be of the form: <minute> <hour> <day-of-month> <month> <day-of-week>';
const CRON_FIELD = /^(\*|\d+(-\d+)?)(\/\d+)?(,(\*|\d+(-\d+)?)(\/\d+)?)*$/;

/** Namespaces whose keys are taken as they are: nothing here reads into them, or hardly. */
const FREE = /^(user|volatile|image|limits|boot|security|cloud-init|environment|raw|migration)\./;

const isBoolean = (value: string): boolean => /^(true|false|1|0|yes|no|on|off)?$/i.test(value);

export const isTrue = (value: string | undefined): boolean =>
	/^(true|1|yes|on)$/i.test(value ?? '');

type Check = (value: string) => string | undefined;

const fits =
	(test: (value: string) => boolean, fault: (value: string) => string): Check =>
	(value) =>
		test(value) ? undefined : fault(value);

function isExpiry(value: string): boolean {
	try {
		expiryAfter(0, value);
		return true;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}

const expiry = fits(isExpiry, () => 'Invalid expiry expression');

/** What a key of an instance or a custom volume may hold, by what the server knows. */
export interface ConfigRules {
	/** Incus alone knows `@startup`. */
	readonly flavour: Flavour;
	readonly manualExpiry: boolean;
}

const snapshotKeys = ({ flavour, manualExpiry }: ConfigRules): Record<string, Check> => ({
	'snapshots.schedule': fits(
		(value) =>
			value === '' || value.split(', ').every((one) => isTrigger(one, flavour === 'incus')),
		(value) => (flavour === 'incus' ? `Error parsing cron expr: ${value}` : CRON_FORM),
	),
	'snapshots.schedule.stopped': fits(
		isBoolean,
		(value) => `Invalid value for a boolean "${value}"`,
	),
	'snapshots.pattern': () => undefined,
	'snapshots.expiry': expiry,
	...(manualExpiry ? { 'snapshots.expiry.manual': expiry } : {}),
});

function isTrigger(text: string, startupAlias: boolean): boolean {
	const trigger = text.toLowerCase();
	if (ALIASES.includes(trigger) || (startupAlias && trigger === '@startup')) return true;
	const fields = trigger.split(' ');
	return fields.length === 5 && fields.every((field) => CRON_FIELD.test(field));
}

/** Why this can't be the configuration; undefined: it can. `driver`: of the pool, for a volume. */
export function configFault(
	config: Config,
	rules: ConfigRules,
	volumeDriver?: string,
): { readonly key: string; readonly text: string } | undefined {
	const known = snapshotKeys(rules);
	for (const [key, value] of Object.entries(config)) {
		const check = known[key];
		const text = check === undefined ? unknownKey(key, volumeDriver) : check(value);
		if (text !== undefined) return { key, text };
	}
	return undefined;
}

function unknownKey(key: string, volumeDriver: string | undefined): string | undefined {
	if (FREE.test(key)) return undefined;
	if (volumeDriver !== undefined && (key === 'size' || key.startsWith(`${volumeDriver}.`))) {
		return undefined;
	}
	return `Unknown configuration key: ${key}`;
}
