import type { IDataObject } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { runNode } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const count = (id: string): number => lab.system.snapshots(id).length;

const everyVm = (items?: readonly IDataObject[]) => ({
	type: 'createSnapshot',
	parameters: { ...matching({ names: '*' }), options: { waitWhileLockedMinutes: 0 } },
	items,
});

const byItem = (...vms: readonly string[]) => ({
	type: 'createSnapshot',
	parameters: { ...one('={{ $json.vm }}'), options: { waitWhileLockedMinutes: 0 } },
	items: vms.map((vm) => ({ vm })),
});

describe('Stop', () => {
	it('lets the other VMs finish, then tells what failed and what was done all the same', async () => {
		lab.system.lock('id-web-02', 'a backup');
		const run = await runNode(everyVm());

		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/^1 of 3 VMs failed: .*web-02.* is locked by a backup/);
		expect(run.error?.description).toContain('Done all the same: created for web-01, db-01.');
		expect(count('id-web-01') + count('id-db-01')).toBe(2);
	});

	it('shows the VM’s own message when nothing else was to be done', async () => {
		lab.system.lock('id-web-01', 'a backup');
		const run = await runNode(byItem('web-01'));

		expect(run.error?.message).toMatch(/web-01.* is locked by a backup/);
		expect(run.error?.description).toContain('Run again when the other task is done');
	});

	it('begins nothing at all when one item’s parameters can’t be meant', async () => {
		const run = await runNode(byItem('web-01', ''));

		expect(run.error?.message).toBe('VM must not be empty');
		expect(count('id-web-01')).toBe(0);
		expect(lab.opened).toBe(0);
	});

	it('says the same thing once when every item meets it', async () => {
		lab.refusal = new SnapshotError('UNREACHABLE', 'kvm-01:22 does not answer', {
			system: 'libvirt',
		});
		const run = await runNode(byItem('web-01', 'web-02', 'db-01'));

		expect(run.error?.message).toBe('kvm-01:22 does not answer');
	});

	it('fails when the filter matches nothing: what protects nothing must not look well', async () => {
		const run = await runNode({ type: 'createSnapshot', parameters: matching({ names: 'x' }) });

		expect(run.error?.message).toBe('No VM matches the filter');
	});

	it('closes the connection', async () => {
		lab.system.lock('id-web-01', 'a backup');
		await runNode(byItem('web-01', 'web-02'));

		expect([lab.opened, lab.closed]).toEqual([1, 1]);
	});
});

describe('Continue', () => {
	const settings = { onError: 'continueRegularOutput' } as const;

	it('hands on a failed item in its place, with the VM in its message', async () => {
		const run = await runNode({ ...byItem('web-01', 'web-09', 'db-01'), settings });

		expect(run.status).toBe('success');
		expect(at(run.outputs[0], 'error')).toEqual([
			undefined,
			'There is no VM named web-09',
			undefined,
		]);
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('goes on over an item whose parameters can’t be meant', async () => {
		const run = await runNode({ ...byItem('', 'web-01'), settings });

		expect(at(run.outputs[0], 'error')).toEqual(['VM must not be empty', undefined]);
		expect(count('id-web-01')).toBe(1);
	});
});

describe('the error output', () => {
	it('gets what failed, and the main output gets the rest', async () => {
		const settings = { onError: 'continueErrorOutput' } as const;
		const run = await runNode({ ...byItem('web-01', 'web-09', 'db-01'), settings });

		expect(at(run.outputs[0], 'target.name')).toEqual(['web-01', 'db-01']);
		expect(at(run.outputs[1], 'error')).toEqual(['There is no VM named web-09']);
	});
});

describe('Retry On Fail', () => {
	it('makes no second snapshot of what the first try got', async () => {
		lab.system.failNext('createSnapshot', {
			targetId: 'id-db-01',
			error: new SnapshotError('TASK_FAILED', 'db-01 could not be done', { system: 'libvirt' }),
		});
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const run = await runNode({ ...byItem('web-01', 'db-01'), settings });

		expect(run.status).toBe('success');
		expect(at(run.outputs[0], 'action')).toEqual(['existing', 'created']);
		expect([count('id-web-01'), count('id-db-01')]).toEqual([1, 1]);
	});

	it('does not run every item again because the first one of a Continue failed', async () => {
		const settings = {
			onError: 'continueRegularOutput',
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		} as const;
		await runNode({ ...byItem('web-09', 'web-01'), settings });

		expect(lab.opened).toBe(1);
	});
});

describe('an answer that is lost', () => {
	it('leaves exactly one snapshot, which is told as created', async () => {
		lab.system.failNext('createSnapshot', {
			when: 'after',
			error: new SnapshotError('UNREACHABLE', 'The connection broke', { system: 'libvirt' }),
		});
		const run = await runNode(byItem('web-01'));

		expect(at(run.outputs[0], 'action')).toEqual(['created']);
		expect(count('id-web-01')).toBe(1);
	});
});

describe('cancelling', () => {
	it('ends the wait at once, begins nothing more, and closes the connection', async () => {
		lab.system.lock('id-web-01', 'a backup');
		lab.system.lock('id-web-02', 'a backup');
		const run = await runNode({
			type: 'createSnapshot',
			parameters: { ...one('={{ $json.vm }}'), options: { parallelTargets: 1 } },
			items: [{ vm: 'web-01' }, { vm: 'web-02' }, { vm: 'db-01' }],
			onStart: (cancel) => {
				lab.onCreate = cancel;
			},
		});

		expect(run.status).toBe('canceled');
		expect(count('id-db-01')).toBe(0);
		expect(lab.clock.elapsedMilliseconds()).toBeLessThan(60_000);
		expect([lab.opened, lab.closed]).toEqual([1, 1]);
	});
});

describe('one VM', () => {
	it('is worked on in the order of the items, never by two at a time', async () => {
		lab.system.requestMilliseconds = 1000;
		const run = await runNode({
			type: 'createSnapshot',
			parameters: {
				...one('web-01'),
				label: '={{ $json.label }}',
				options: { parallelTargets: 8 },
			},
			items: [{ label: 'first' }, { label: 'second' }, { label: 'third' }],
		});

		expect(at(run.outputs[0], 'action')).toEqual(['created', 'created', 'created']);
		const made = lab.system.snapshots('id-web-01').map(({ name }) => name.replace(/-\w+$/, ''));
		expect(made).toEqual(['first', 'second', 'third']);
	});
});

describe('a prune that fails half-way', () => {
	it('hands on each snapshot, the failed one with its reason, and tries no newer one', async () => {
		for (const label of ['a', 'b', 'c']) {
			const parameters = { ...one('web-01'), label };
			await runNode({ type: 'createSnapshot', parameters, executionId: label });
			await lab.clock.advance(1000);
		}
		lab.system.failNext('deleteSnapshot', {
			error: new SnapshotError('TASK_FAILED', 'A snapshot of web-01 could not be deleted', {
				system: 'libvirt',
			}),
		});
		const run = await runNode({
			type: 'pruneByRetention',
			parameters: { ...one('web-01'), keepLast: 1, preview: false },
			settings: { onError: 'continueRegularOutput' },
		});

		expect(run.outputs[0]).toEqual([]);
		expect(at(run.outputs[1], 'action')).toEqual(['kept', 'kept', undefined]);
		expect(at(run.outputs[1], 'error')).toEqual([
			undefined,
			undefined,
			'A snapshot of web-01 could not be deleted',
		]);
		expect(count('id-web-01')).toBe(3);
	});

	it('gives the failed one to the error output, and only that', async () => {
		for (const label of ['a', 'b']) {
			const parameters = { ...one('web-01'), label };
			await runNode({ type: 'createSnapshot', parameters, executionId: label });
			await lab.clock.advance(1000);
		}
		lab.system.failNext('deleteSnapshot', {
			error: new SnapshotError('TASK_FAILED', 'It could not be deleted', { system: 'libvirt' }),
		});
		const run = await runNode({
			type: 'pruneByRetention',
			parameters: { ...one('web-01'), keepLast: 1, preview: false },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.outputs[0]).toEqual([]);
		expect(at(run.outputs[1], 'action')).toEqual(['kept']);
		expect(at(run.outputs[2], 'error')).toEqual(['It could not be deleted']);
	});
});
