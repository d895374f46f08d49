import { DateTime } from 'luxon';
import type { Snapshot } from '../../snapshots/model';
import type { Reported } from '../../snapshots/record';
import { durationInWords } from '../../snapshots/waiting/durationInWords';
import type { Column } from './table';

const ofSnapshot =
	(tell: (snapshot: Snapshot) => string | undefined) =>
	({ snapshot }: Reported): string =>
		(snapshot === null ? undefined : tell(snapshot)) ?? '';

/** In the zone of this machine; `--json` has the instants. */
export const localTime = (at: Date): string => DateTime.fromJSDate(at).toFormat('yyyy-MM-dd HH:mm');

const GIBIBYTE = 1024 ** 3;

const IN_WORDS: Readonly<Record<string, string>> = { wouldDelete: 'would delete' };
export const actionInWords = (action: string): string => IN_WORDS[action] ?? action;

export const TARGET: Column<Reported> = { title: 'TARGET', cell: ({ target }) => target.name };
export const ACTION: Column<Reported> = {
	title: 'ACTION',
	cell: ({ action }) => actionInWords(action),
};
export const SNAPSHOT: Column<Reported> = {
	title: 'SNAPSHOT',
	cell: ofSnapshot(({ name }) => name),
};
export const TAKEN: Column<Reported> = {
	title: 'TAKEN',
	cell: ofSnapshot(({ createdAt }) => localTime(createdAt)),
};
export const CONSISTENCY: Column<Reported> = {
	title: 'CONSISTENCY',
	cell: ofSnapshot(({ consistency }) => consistency),
};
export const EXPIRES: Column<Reported> = {
	title: 'EXPIRES',
	cell: ofSnapshot(({ expiresAt }) => (expiresAt === undefined ? '' : localTime(expiresAt))),
};
export const POWER: Column<Reported> = {
	title: 'POWER',
	cell: ({ target }) => (target.powerState === 'none' ? '' : target.powerState),
};
export const HELD: Column<Reported> = {
	title: 'HELD',
	cell: ofSnapshot(({ held, mark }) => (held ? (mark?.hold?.by ?? 'yes') : '')),
};

/** Everything that a listing tells of a snapshot. */
export const listColumns = (now: Date): readonly Column<Reported>[] => [
	TARGET,
	POWER,
	SNAPSHOT,
	TAKEN,
	{
		title: 'AGE',
		cell: ofSnapshot(({ createdAt }) =>
			durationInWords(Math.max(0, (now.getTime() - createdAt.getTime()) / 1000)),
		),
	},
	CONSISTENCY,
	{ title: 'STATE', cell: ofSnapshot(({ state }) => (state === 'ready' ? '' : state)) },
	{
		title: 'GIB',
		align: 'right',
		cell: ofSnapshot(({ sizeBytes }) =>
			sizeBytes === undefined ? '' : (sizeBytes / GIBIBYTE).toFixed(1),
		),
	},
	{
		title: 'PROFILE',
		cell: ofSnapshot(({ mark }) =>
			mark === undefined
				? '(foreign)'
				: [mark.profile, mark.period].filter((part) => part !== undefined).join(' / '),
		),
	},
	EXPIRES,
	HELD,
];
