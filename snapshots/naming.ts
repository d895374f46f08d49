import type { LevelCapabilities } from './capabilities';
import { encodeCompactMark } from './mark/compactMark';
import type { Mark } from './mark/mark';

const SHORT_KEY_LENGTH = 6;

/**
 * The name of a managed snapshot: for people a profile, a period and a compact UTC instant (or the label of
 * an on-demand one), then a part of the order's key. It depends on the order alone, so that the system's own
 * refusal of a taken name stops a second worker. Letters, digits and hyphens only: valid everywhere.
 */
export function snapshotName(mark: Mark, label: string, capabilities: LevelCapabilities): string {
	const tail = capabilities.markIn === 'name' ? encodeCompactMark(mark) : shortTail(mark);
	const room = capabilities.snapshotNaming.maxLength - tail.length - 1;
	const people = slug([label, mark.period].filter((part) => part !== undefined).join(' '));
	const head = people.slice(0, Math.max(room, 0)).replace(/-+$/, '');
	return head === '' ? tail : `${head}-${tail}`;
}

function shortTail(mark: Mark): string {
	if (mark.scheduledAt === undefined) return mark.key;
	return `${compactInstant(mark.scheduledAt)}-${mark.key.slice(0, SHORT_KEY_LENGTH)}`;
}

/** 20261122T020000Z */
export const compactInstant = (at: Date): string =>
	at
		.toISOString()
		.replace(/\.\d{3}Z$/, 'Z')
		.replaceAll(/[-:]/g, '');

/** ASCII letters, digits and hyphens, beginning with a letter (some systems insist on one). */
export function slug(text: string): string {
	const plain = text
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll('ß', 'ss')
		.replaceAll(/[^A-Za-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '');
	if (/^[A-Za-z]/.test(plain)) return plain;
	return plain === '' ? 'snapshot' : `snapshot-${plain}`;
}
