import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { memoryDriver } from '../../drivers/memory/driver';
import { listSearch } from '../../nodes/shared/listSearch';
import { SnapshotError } from '../../snapshots/errors';
import { newLab, type Lab } from '../n8n/support/memoryLab';

jest.mock('../../nodes/shared/systems', () =>
	jest.requireActual<object>('../n8n/support/memoryLab'),
);
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('../n8n/support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

function editor(parameters: IDataObject): ILoadOptionsFunctions {
	const values: IDataObject = { system: 'libvirt', level: 'vm', ...parameters };
	const context: Partial<ILoadOptionsFunctions> = {
		getCurrentNodeParameter: (name: string) => values[name],
		getCredentials: async () => ({}) as never,
		getNode: () => ({ name: 'Create Snapshot', type: 'x' }) as never,
		helpers: {} as never,
	};
	return context as ILoadOptionsFunctions;
}

const locator = (value: string, mode = 'list'): IDataObject => ({
	target: { __rl: true, mode, value },
});

const targets = async (filter?: string, token?: string) =>
	await listSearch.searchTargets.call(editor({}), filter, token);

describe('the list of VMs', () => {
	it('shows names A to Z with what tells them apart, and hands on IDs', async () => {
		expect((await targets()).results).toEqual([
			{ name: 'db-01', value: 'id-db-01', description: 'stopped, production, database' },
			{ name: 'web-01', value: 'id-web-01', description: 'running, production' },
			{ name: 'web-02', value: 'id-web-02', description: 'running, production' },
		]);
	});

	it('can be searched', async () => {
		expect((await targets('WEB')).results.map(({ name }) => name)).toEqual(['web-01', 'web-02']);
	});

	it('comes in pages, each VM once', async () => {
		lab.system.machines.clear();
		for (let number = 100; number < 350; number++) lab.system.add({ name: `vm-${number}` });

		const seen: string[] = [];
		let token: string | undefined;
		do {
			const page = await targets(undefined, token);
			expect(page.results.length).toBeLessThanOrEqual(100);
			seen.push(...page.results.map(({ name }) => name));
			token = page.paginationToken;
		} while (token !== undefined);

		expect(seen).toHaveLength(250);
		expect(new Set(seen).size).toBe(250);
	});

	it('says what is wrong when the system can’t be reached', async () => {
		lab.refusal = new SnapshotError('UNREACHABLE', 'kvm-01:22 does not answer', { system: 'x' });

		await expect(targets()).rejects.toMatchObject({
			message: 'kvm-01:22 does not answer',
			description: expect.stringContaining('address and port') as unknown,
		});
	});

	it('closes its connection', async () => {
		await targets();

		expect([lab.opened, lab.closed]).toEqual([1, 1]);
	});
});

describe('the list of snapshots', () => {
	const snapshots = async (parameters: IDataObject, filter?: string) =>
		await listSearch.searchSnapshots.call(editor(parameters), filter);

	it.each([
		['by ID', locator('id-web-01')],
		['by name', locator('web-01', 'name')],
	])('shows those of the VM chosen %s', async (_how, parameters) => {
		const byHand = { name: 'by-hand', description: '', memory: false, quiesce: false };
		const { signal } = new AbortController();
		const web = lab.system.target('id-web-01');
		await memoryDriver(lab.system).createSnapshot(web, byHand, signal);
		const { results } = await snapshots(parameters);

		expect(results).toEqual([
			expect.objectContaining({
				name: 'by-hand',
				description: '2026-11-22T10:00:00.000Z, foreign',
			}),
		]);
	});

	it.each([
		['nothing', {}],
		['an expression', locator('={{ $json.vm }}', 'name')],
	])('asks for the VM when it is %s', async (_what, parameters) => {
		await expect(snapshots(parameters)).rejects.toMatchObject({ message: 'Choose the VM first' });
	});
});

describe('the list of native profiles', () => {
	const profiles = async (filter?: string) =>
		await listSearch.searchNativeProfiles.call(editor({}), filter);
	const nightly = { name: 'p', inWords: 'nightly', period: undefined, notExpressible: [] };

	it('shows names A to Z with their periods, and can be searched', async () => {
		lab.system.addProfile('SOX', [nightly, { ...nightly, inWords: 'weekly' }]);
		lab.system.addProfile('HIPAA', [nightly]);

		expect((await profiles()).results.map(({ name, description }) => [name, description])).toEqual([
			['HIPAA', 'nightly'],
			['SOX', 'nightly; weekly'],
		]);
		expect((await profiles('so')).results.map(({ name }) => name)).toEqual(['SOX']);
	});

	it('tells the way out where the system keeps none', async () => {
		lab = newLab({ nativeProfiles: false });

		await expect(profiles()).rejects.toMatchObject({
			message: 'libvirt keeps no snapshot profiles by itself',
		});
	});
});
