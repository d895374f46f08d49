import { DateTime } from 'luxon';
import { Zone } from '../../../snapshots/time/zone';
import { CLOCK_CHANGES } from '../retention/arbitraries';

describe('the clock of a zone', () => {
	it('names a week by the year of its Thursday', () => {
		const zone = Zone.named('UTC');
		for (let day = Date.UTC(1970, 0, 1); day < Date.UTC(2070, 0, 1); day += 86_400_000) {
			const { weekYear, weekNumber } = DateTime.fromMillis(day, { zone: 'UTC' });
			const week = `${weekYear}-W${String(weekNumber).padStart(2, '0')}`;
			if (zone.localTime(day).week !== week) expect([day, zone.localTime(day).week]).toBe(week);
		}
		expect(zone.localTime(Date.UTC(2027, 0, 1)).week).toBe('2026-W53');
	});

	it('knows the month of every day of 800 years', () => {
		const zone = Zone.named('UTC');
		for (let day = -400 * 366; day < 400 * 366; day += 1) {
			const at = new Date(day * 86_400_000);
			const month = zone.localTime(at.getTime()).monthKey;
			const expected = at.getUTCFullYear() * 12 + at.getUTCMonth();
			if (month !== expected) expect([at.toISOString(), month]).toBe(expected);
		}
	});

	it.each(CLOCK_CHANGES)('reads the clock of %s as luxon does, around %s', (timeZone, instant) => {
		const zone = Zone.named(timeZone);
		for (let minutes = -20 * 1440; minutes < 20 * 1440; minutes += 11) {
			const at = Date.parse(instant) + minutes * 60_000;
			const { offset } = DateTime.fromMillis(at, { zone: timeZone });
			if (zone.offsetMs(at) !== offset * 60_000) {
				expect([new Date(at).toISOString(), zone.offsetMs(at)]).toBe(offset);
			}
		}
		expect(zone.offsetMs(Date.parse(instant))).toBe(
			DateTime.fromISO(instant, { zone: timeZone }).offset * 60_000,
		);
	});
});
