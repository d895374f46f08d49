import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from './contract';
import { systems } from './systems';

describe('the contract suite', () => {
	it.each([...new Set(systems.map(kindOf))])('is run over every registered %s', (kind) => {
		expect(existsSync(join(__dirname, `${kind}.test.ts`))).toBe(true);
	});
});
