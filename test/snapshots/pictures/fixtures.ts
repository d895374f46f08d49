import fc from 'fast-check';
import { makeMark } from '../../../snapshots/mark/mark';
import type { Snapshot, Target } from '../../../snapshots/model';
import type { Pictured } from '../../../snapshots/pictures/worst';

export const NOW = new Date('2026-11-22T21:00:00Z');
export const OPTIONS = { now: NOW, timeZone: 'Europe/Paris' };
const HOUR_MS = 3_600_000;

export const targetNamed = (name: string): Target => ({
	level: 'vm',
	id: name,
	name,
	powerState: 'running',
	tags: [],
});

const MARK = makeMark(targetNamed('any'), { profile: 'Nightly', runKey: 'a' });

export const snapshotAged = (hours: number, more: Partial<Snapshot> = {}): Snapshot => ({
	id: `s${hours}`,
	name: `nightly ${hours}`,
	description: '',
	createdAt: new Date(NOW.getTime() - hours * HOUR_MS),
	current: false,
	consistency: 'crash',
	state: 'ready',
	held: false,
	mark: MARK,
	...more,
});

export const listingOf = (name: string, snapshots: readonly Snapshot[]): Pictured => ({
	target: targetNamed(name),
	snapshots,
});

/** From the year 1970 to 2100, alone or crowded. */
export const hoursAgo = fc.oneof(
	fc.integer({ min: 0, max: 48 }),
	fc.integer({ min: -600_000, max: 490_000 }),
	fc.double({ min: 0, max: 1, noNaN: true }),
);

const states = fc.constantFrom('ready' as const, 'creating' as const, 'failed' as const);
export const anySnapshots: fc.Arbitrary<Snapshot[]> = fc
	.array(
		fc.record({
			hours: hoursAgo,
			state: states,
			held: fc.boolean(),
			managed: fc.boolean(),
			name: fc.string({ unit: 'binary' }),
		}),
		{ maxLength: 40 },
	)
	.map((all) =>
		all.map(({ hours, managed, ...more }, at) =>
			snapshotAged(hours, { ...more, id: `${at}`, ...(managed ? {} : { mark: undefined }) }),
		),
	);

export const zones = fc.constantFrom(
	'UTC',
	'Europe/Paris',
	'America/Sao_Paulo',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
);

export interface Drawn {
	readonly tag: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly text: string;
}

/** Every element of a picture; throws where tags do not match, or something is left that should be escaped. */
export function elementsOf(svg: string): Drawn[] {
	const found: Drawn[] = [];
	const open: string[] = [];
	const pieces = svg.split(/(?=<)/);
	for (const piece of pieces) {
		const closing = /^<\/([a-z]+)>$/.exec(piece);
		if (closing !== null) {
			expect(open.pop()).toBe(closing[1]);
			continue;
		}
		const parts = /^<([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>([^<>]*)$/su.exec(piece);
		if (parts === null) throw new Error(`This is no element: ${piece.slice(0, 80)}`);
		const [, tag = '', attributes = '', alone, text = ''] = parts;
		if (/&(?!(amp|lt|gt|quot|#39);)/.test(attributes + text))
			throw new Error(`Not escaped: ${piece}`);
		if (alone === '') open.push(tag);
		const pairs = [...attributes.matchAll(/ ([a-zA-Z0-9:-]+)="([^"]*)"/g)];
		found.push({
			tag,
			attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])),
			text,
		});
	}
	expect(open).toEqual([]);
	return found;
}

export const numberIn = ({ attributes }: Drawn, name: string): number =>
	Number(attributes.get(name));
export const textsOf = (svg: string): string[] =>
	elementsOf(svg)
		.filter(({ tag }) => tag === 'text')
		.map(({ text }) => text);
