import { identifiersOf, importsOf } from './sources';

const file = (text: string, path = 'drivers/incus/driver.ts') => ({ path, text });

describe('the reader of sources', () => {
	it.each([
		["import { a } from '../xml';", 'drivers/xml', false],
		["import '../xml';", 'drivers/xml', false],
		["import a, { type B } from '../xml';", 'drivers/xml', false],
		["import { type B } from '../../nodes/shared/x';", 'nodes/shared/x', true],
		["import type { B } from '../libvirt/driver';", 'drivers/libvirt/driver', true],
		["export * from './client';", 'drivers/incus/client', false],
		["export type { B } from './client';", 'drivers/incus/client', true],
		["const a = require('node:fs');", 'node:fs', false],
		["type A = import('ssh2').Client;", 'ssh2', true],
	])('finds the import in %s', (text, to, typesOnly) => {
		const found = { from: 'drivers/incus/driver.ts', to, typesOnly, late: false };
		expect(importsOf(file(text))).toEqual([found]);
	});

	it('tells an import that waits from one that does not', () => {
		const found = importsOf(file("const load = async () => await import('./client');"));
		expect(found).toEqual([
			{ from: 'drivers/incus/driver.ts', to: 'drivers/incus/client', typesOnly: false, late: true },
		]);
	});

	it('finds no import in comments and texts', () => {
		expect(importsOf(file("// import 'a'\nconst b = \"require('c')\";"))).toEqual([]);
	});

	it('tells a global from a property of that name', () => {
		const names = (text: string) => identifiersOf(file(text));
		expect(names('setTimeout(f, 1);')).toContain('setTimeout');
		expect(names('const { env } = process;')).toContain('process');
		expect(names('globalThis.setTimeout(f, 1);')).toContain('globalThis');
		expect(names('queue.process(job);')).not.toContain('process');
		expect(names('const a = { process: 1 };')).not.toContain('process');
		expect(names('// process\nconst a = "process";')).not.toContain('process');
	});
});
