import * as read from '../../../drivers/vergeos/rows';
import { thrownBy } from '../../support/thrownBy';

const schema = read.rowOf({ ...read.snapshotColumns, machine: read.optionalKey, on: read.flag });

describe('a row', () => {
	it('has its keys as text, its times as instants, and no expiry where there is none', () => {
		const row = { $key: 14, name: 's', created: 1_767_225_600, expires: 0, machine: '200', on: 1 };
		expect(schema.parse(row)).toEqual({
			$key: '14',
			name: 's',
			description: '',
			created: new Date('2026-01-01T00:00:00.000Z'),
			expires: undefined,
			machine: '200',
			on: true,
		});
	});

	it.each([
		['no', false],
		[null, false],
		['false', false],
		['0', false],
		['true', true],
		[true, true],
	])('takes %j for a flag as it is meant, or not at all', (value, expected) => {
		if (value === 'no') expect(thrownBy(() => read.flag(value))).toBeInstanceOf(Error);
		else expect(read.flag(value)).toBe(expected);
	});

	it.each([
		['$key', { name: 's' }],
		['$key', 'no row'],
		['created', { $key: 1, created: 'yesterday' }],
		['name', { $key: 1, name: 7 }],
		['machine', { $key: 1, machine: {} }],
	])('that lacks a sensible %s is refused by that name, its value untold', (column, row) => {
		const error = String(thrownBy(() => schema.parse(row)));
		expect(error).toContain(`${column}: not a`);
		expect(error).not.toContain('yesterday');
	});
});
