import type { IDataObject } from 'n8n-workflow';

/** What Snapshot Schedule Trigger emits for a nightly profile. */
export const dueItem = (
	scheduledAt: string,
	retention: IDataObject = { last: 2 },
): IDataObject => ({
	profile: {
		name: 'Nightly',
		timeZone: 'Europe/Berlin',
		periods: [{ name: 'daily', frequency: { every: 'day', at: '02:00' }, retention }],
	},
	period: { name: 'daily', frequency: { every: 'day', at: '02:00' }, retention },
	scheduledAt,
	missed: 0,
});
