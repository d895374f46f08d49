import type { Hold, Mark } from './mark';

/**
 * The mark as one bracketed line at the end of a description. The closing bracket is the proof that the
 * system kept the whole of it: a truncated mark is no mark, so the snapshot counts as foreign and is safe.
 */
const LINE = /\[vm-snapshots:1 ([^[\]]*)\]/g;

type Fields = Readonly<Record<string, string | undefined>>;

export function encodeTextMark(mark: Mark): string {
	const fields: Fields = {
		key: mark.key,
		target: mark.targetKey,
		profileKey: mark.profileKey,
		periodKey: mark.periodKey,
		expires: mark.expiresAt?.toISOString(),
		held: mark.held ? 'yes' : undefined,
		profile: mark.profile,
		period: mark.period,
		at: mark.scheduledAt?.toISOString(),
		holdBy: mark.hold?.by,
		holdReason: mark.hold?.reason,
	};
	const pairs = Object.entries(fields)
		.filter((pair): pair is [string, string] => pair[1] !== undefined)
		.map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`);
	return `[vm-snapshots:1 ${pairs.join(' ')}]`;
}

/** The last complete mark in the text, or none. Never throws: descriptions are anybody's text. */
export function decodeTextMark(description: string): Mark | undefined {
	const body = [...description.matchAll(LINE)].at(-1)?.[1];
	return body === undefined ? undefined : markFrom(fieldsOf(body));
}

export const withoutTextMark = (description: string): string =>
	description.replaceAll(LINE, '').trimEnd();

function markFrom(fields: Fields | undefined): Mark | undefined {
	if (!fields?.key || !fields.target || !fields.profileKey) return undefined;
	const expiresAt = instant(fields.expires);
	const scheduledAt = instant(fields.at);
	if (expiresAt === 'malformed' || scheduledAt === 'malformed') return undefined;
	return {
		key: fields.key,
		targetKey: fields.target,
		profileKey: fields.profileKey,
		periodKey: fields.periodKey,
		expiresAt,
		held: fields.held === 'yes',
		profile: fields.profile,
		period: fields.period,
		scheduledAt,
		hold: holdFrom(fields),
	};
}

function holdFrom(fields: Fields): Hold | undefined {
	if (fields.holdBy === undefined || fields.holdReason === undefined) return undefined;
	return { by: fields.holdBy, reason: fields.holdReason };
}

function fieldsOf(body: string): Fields | undefined {
	const pairs = body.split(' ').map((pair): [string, string] => {
		const at = pair.indexOf('=');
		return [pair.slice(0, at), pair.slice(at + 1)];
	});
	const decoded = new Map<string, string>();
	for (const [name, value] of pairs) {
		const text = decodeComponent(value);
		if (text === undefined) return undefined;
		decoded.set(name, text);
	}
	return Object.fromEntries(decoded);
}

/** undefined: somebody edited the line by hand and broke an escape; the mark is void then. */
function decodeComponent(value: string): string | undefined {
	try {
		return decodeURIComponent(value);
	} catch {
		return undefined;
	}
}

/** Half a surrogate pair can't be encoded; it would make the snapshot fail over its label. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

function instant(text: string | undefined): Date | undefined | 'malformed' {
	if (text === undefined) return undefined;
	const at = new Date(text);
	return Number.isNaN(at.getTime()) ? 'malformed' : at;
}
