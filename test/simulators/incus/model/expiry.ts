import type { Config } from './entities';

const PART = /^(\d+)([MHdwmy])$/;

type Step = (date: Date, amount: number) => void;

/** Capital `M` is minutes, small `m` months; too many days of a month run over, as Go's AddDate does. */
const STEPS: Readonly<Record<string, Step>> = {
	M: (date, amount) => date.setUTCMinutes(date.getUTCMinutes() + amount),
	H: (date, amount) => date.setUTCHours(date.getUTCHours() + amount),
	d: (date, amount) => date.setUTCDate(date.getUTCDate() + amount),
	w: (date, amount) => date.setUTCDate(date.getUTCDate() + 7 * amount),
	m: (date, amount) => date.setUTCMonth(date.getUTCMonth() + amount),
	y: (date, amount) => date.setUTCFullYear(date.getUTCFullYear() + amount),
};

/** `1M 2H 3d 4w 5m 6y` from an instant on. Null: empty, thus never. Throws where it is no such expression. */
export function expiryAfter(from: number, expression: string): number | null {
	const parts = expression.trim().split(/\s+/).filter(Boolean);
	if (parts.length === 0) return null;
	const date = new Date(from);
	for (const part of parts) {
		const [, amount = '', unit = ''] = PART.exec(part) ?? [];
		const step = STEPS[unit];
		if (step === undefined) throw new RangeError('Invalid expiry expression');
		step(date, Number(amount));
	}
	return date.getTime();
}

/** When a snapshot made by hand expires if its request does not say. */
export function defaultExpiry(from: number, config: Config): number | null {
	const expression = config['snapshots.expiry.manual'] || config['snapshots.expiry'];
	return expiryAfter(from, expression ?? '');
}
