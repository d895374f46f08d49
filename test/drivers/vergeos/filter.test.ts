import { beginsWith, contains, equals, every, hasKey } from '../../../drivers/vergeos/filter';

describe('a filter', () => {
	it('puts every condition, and every group of them, in parentheses', () => {
		const both = every(hasKey('machine', '200'), equals('is_snapshot', true));
		expect(both).toBe('((machine eq 200) and (is_snapshot eq true))');
		expect(every(equals('a', false))).toBe('(a eq false)');
		expect(every(both, contains('name', 'x'))).toBe(`(${both} and (name ct 'x'))`);
	});

	it.each([
		["it's", "(name eq 'it\\'s')"],
		['C:\\temp', "(name eq 'C:\\\\temp')"],
		['{$now}', "(name eq '\\{$now}')"],
		["\\' or 1 eq 1", "(name eq '\\\\\\' or 1 eq 1')"],
		['Ünïcode ☂ "x"', '(name eq \'Ünïcode ☂ "x"\')'],
	])('escapes %s by backslashes, so that it stays a text', (text, expected) => {
		expect(equals('name', text)).toBe(expected);
	});

	it('quotes the keys of volumes, and not those that are numbers', () => {
		expect(hasKey('volume', '8f73')).toBe("(volume eq '8f73')");
		expect(hasKey('tenant', '7')).toBe('(tenant eq 7)');
		expect(beginsWith('member', 'vms/')).toBe("(member bw 'vms/')");
	});
});
