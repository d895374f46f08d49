import type { INode } from 'n8n-workflow';
import { dueRecord } from '../../nodes/shared/readProfile';
import { simulateProfile } from '../../snapshots/retention/simulate';
import { dueItems } from '../../snapshots/schedule/due';
import { profileSchema } from '../../snapshots/schedule/profile';
import { runWorkflow } from './support/engine';
import { newLab } from './support/memoryLab';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

const HOUR_MS = 3_600_000;
const DAYS = 60;

/** From winter into summer time, so that one of the days has 23 hours. */
const START = new Date('2027-02-14T23:00:00.000Z');
const profile = profileSchema.parse({
	name: 'Sixty Days',
	timeZone: 'Europe/Berlin',
	periods: [
		{
			name: 'hourly',
			frequency: { every: 'hours', count: 1, from: '08:00', to: '17:00' },
			retention: { last: 6 },
		},
		{ name: 'daily', frequency: { every: 'day', at: '02:30' }, retention: { daily: 7 } },
		{
			name: 'weekly',
			frequency: { every: 'week', weekdays: ['sunday'], at: ['03:30'] },
			retention: { weekly: 4 },
		},
	].map((period) => ({ ...period, quiesce: 'off' })),
});

const node = (name: string, type: string, parameters: INode['parameters']): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	credentials: { libvirtSshApi: { id: '1', name: 'Lab' } },
	parameters: { system: 'libvirt', ...parameters },
});
const main = (to: string) => ({ main: [[{ node: to, type: 'main' as const, index: 0 }]] });
const NODES = [
	node('Start', 'test.start', {}),
	node('Create', 'n8n-nodes-vm-snapshots.createSnapshot', {
		targetMode: 'filter',
		filter: { names: 'web-01' },
		orderMode: 'fromProfile',
	}),
	node('Prune', 'n8n-nodes-vm-snapshots.pruneByRetention', {
		targetMode: 'input',
		orderMode: 'fromProfile',
		preview: false,
	}),
];

it('leaves on each of sixty days exactly what the preview of the profile says', async () => {
	const lab = newLab();
	const { days } = simulateProfile(profile, { from: START, days: DAYS });
	expect(days).toHaveLength(DAYS);
	let tick = START.getTime();
	await lab.clock.advance(tick - lab.clock.now().getTime());
	for (const day of days) {
		for (; isWithin(tick, day.date); tick += HOUR_MS / 2) {
			const now = new Date(tick);
			await lab.clock.advance(tick - lab.clock.now().getTime());
			for (const due of dueItems(profile, new Date(tick - HOUR_MS / 2), now)) {
				const item = JSON.parse(JSON.stringify(dueRecord(due))) as Record<string, never>;
				const run = await runWorkflow(NODES, { Start: main('Create'), Create: main('Prune') }, [
					item,
				]);
				expect(run.status).toBe('success');
			}
		}
		const survivors = lab.system.snapshots('id-web-01').map(({ createdAt }) => createdAt);
		const planned = day.existing.map(({ createdAt }) => createdAt);
		expect({ date: day.date, left: isoSorted(survivors) }).toEqual({
			date: day.date,
			left: isoSorted(planned),
		});
	}
	expect(lab.system.snapshots('id-web-01')).toHaveLength(6 + 7 + 4);
}, 120_000);

const isWithin = (instant: number, date: string): boolean =>
	new Date(instant).toLocaleDateString('sv-SE', { timeZone: profile.timeZone }) === date;

const isoSorted = (dates: readonly Date[]): string[] =>
	dates.map((date) => date.toISOString()).sort();
