import { DateTime } from 'luxon';
import { z } from 'zod';
import { byPeriod } from '../../snapshots/retention/explainSimulation';
import { previewProfile, previewRecord } from '../../snapshots/retention/profilePreview';
import type { SimulatedDay, SystemLimit } from '../../snapshots/retention/simulate';
import type { Profile } from '../../snapshots/schedule/profile';
import type { Work } from '../commands/command';
import { EXIT } from '../exitCodes';
import { tellWarnings } from '../output/failure';
import type { Column } from '../output/table';
import { SYSTEMS } from '../systems';
import { badUsage } from '../usage';
import { readOptions, wholeNumber } from './readOptions';
import { readProfile } from './readProfile';
import { printRecords, printTable } from './settle';

/** A profile of minutes over years would take long; nobody reads more. */
const MOST_DAYS = 1000;
/** Decisions of retention: some seconds’ worth. What never ends its snapshots has more of them each day. */
const ENOUGH = 2_000_000;

const schema = z.object({
	days: wholeNumber(1).refine((days) => days <= MOST_DAYS, `must be ${MOST_DAYS} or less`),
	from: z.string().optional(),
	json: z.boolean().default(false),
});

export const simulate: Work = async (surroundings, { names, options }) => {
	const { days, from, json } = readOptions(schema, options);
	const profile = await readProfile(surroundings, names[0] ?? '');
	const now = from === undefined ? surroundings.clock.now() : justBefore(from, profile);
	const preview = previewProfile(profile, now, { days, enough: ENOUGH, limits: LIMITS });
	if (json) {
		printRecords(surroundings, [previewRecord(preview, profile)]);
		return EXIT.done;
	}
	const eventful = (preview.ahead?.simulation.days ?? []).filter(
		({ made, removed }) => made.length + removed.length > 0,
	);
	printTable(surroundings, COLUMNS, eventful);
	surroundings.stdout.write(`${eventful.length > 0 ? '\n' : ''}${preview.inWords}\n`);
	tellWarnings(surroundings, preview.warnings);
	return EXIT.done;
};

/** What is due at the very start of the day belongs to it. */
function justBefore(date: string, { timeZone }: Profile): Date {
	const start = DateTime.fromISO(date, { zone: timeZone }).startOf('day');
	if (start.isValid) return start.minus({ milliseconds: 1 }).toJSDate();
	throw badUsage(`--from ${date} is no date`, 'Give it like 2026-12-01.');
}

/** A profile names no system: those with a limit on one VM’s snapshots are all named, once it is passed. */
const LIMITS = SYSTEMS.flatMap(({ title, capabilities }): SystemLimit[] => {
	const most = capabilities.levels.vm?.maxSnapshotsPerTarget;
	return most === undefined ? [] : [{ system: title, most }];
});

const COLUMNS: readonly Column<SimulatedDay>[] = [
	{ title: 'DAY', cell: ({ date }) => date },
	{ title: 'MADE', cell: ({ made }) => byPeriod(made) },
	{ title: 'REMOVED', cell: ({ removed }) => byPeriod(removed) },
	{ title: 'MOST AT ONCE', align: 'right', cell: ({ most }) => String(most) },
	{ title: 'LEFT', align: 'right', cell: ({ existing }) => String(existing.length) },
];
