import type { IDataObject } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const HEALTHY = 0;
const NEEDS_ATTENTION = 1;
const ALL = matching({ names: '*' });

const check = async (parameters: IDataObject, items?: readonly IDataObject[]): Promise<NodeRun> =>
	await runNode({ type: 'snapshotHealth', parameters: { ...ALL, ...parameters }, items });
const names = ({ outputs }: NodeRun, output: number) => at(outputs[output], 'target.name');
const take = async (name: string): Promise<NodeRun> =>
	await runNode({ type: 'createSnapshot', parameters: one(name) });

const NIGHTLY = {
	name: 'Nightly',
	timeZone: 'UTC',
	periods: [
		{
			name: 'night',
			frequency: { every: 'day', at: '02:00' },
			retention: { last: 7 },
			quiesce: 'off',
		},
	],
};

describe('Snapshot Health', () => {
	it('sends what is protected one way and what needs attention the other, each VM once', async () => {
		await take('web-01');
		const run = await check({ expectation: 'age', maxAgeHours: 24 });

		expect(names(run, HEALTHY)).toEqual(['web-01']);
		expect(names(run, NEEDS_ATTENTION)).toEqual(['db-01', 'web-02']);
		expect(at(run.outputs[HEALTHY], 'score')).toEqual([100]);
		expect(at(run.outputs[NEEDS_ATTENTION], 'findings.0.code')).toEqual([
			'NO_SNAPSHOT',
			'NO_SNAPSHOT',
		]);
		expect(at(run.outputs[NEEDS_ATTENTION], 'findings.0.message')[0]).toContain('db-01');
	});

	it('finds a profile that stopped, by the profile that the input item brings', async () => {
		const due = {
			profile: NIGHTLY,
			period: NIGHTLY.periods[0],
			scheduledAt: '2026-11-22T02:00:00Z',
		};
		await runNode({
			type: 'createSnapshot',
			parameters: { ...one('web-01'), orderMode: 'fromProfile' },
			items: [due],
		});
		const kept = await check({ ...one('web-01'), expectation: 'fromProfile' }, [
			{ profile: NIGHTLY },
		]);
		await lab.clock.advance(3 * 86_400_000);
		const stopped = await check({ ...one('web-01'), expectation: 'fromProfile' }, [
			{ profile: NIGHTLY },
		]);

		expect(at(kept.outputs[HEALTHY], 'recoveryPoint.state')).toEqual(['kept']);
		expect(at(stopped.outputs[NEEDS_ATTENTION], 'recoveryPoint.state')).toEqual(['broken']);
		expect(at(stopped.outputs[NEEDS_ATTENTION], 'recoveryPoint.missed')).toEqual([3]);
	});

	it('takes a profile that is drawn in it, in the zone of the workflow', async () => {
		const periods = { period: [{ name: 'daily', every: 'day', at: '02:00', keepLast: 7 }] };
		const drawn = { expectation: 'drawnProfile', profileName: 'Nightly', periods };
		const run = await check({ ...one('web-01'), ...drawn });

		expect(run.error).toBeUndefined();
		expect(at(run.outputs[NEEDS_ATTENTION], 'recoveryPoint.dueAt')).toEqual([
			'2026-11-22T01:00:00.000Z',
		]);
	});

	it('tells of a system that can’t be asked, and goes on with the next item', async () => {
		lab.system.failNext('inventory', {
			error: new SnapshotError('UNREACHABLE', 'kvm-01 does not answer', { system: 'libvirt' }),
		});
		const run = await check({ expectation: 'age', maxAgeHours: 24 }, [{}, {}]);

		expect(at(run.outputs[NEEDS_ATTENTION], 'findings.0.code')).toEqual([
			'UNREACHABLE',
			'NO_SNAPSHOT',
			'NO_SNAPSHOT',
			'NO_SNAPSHOT',
		]);
		expect(at(run.outputs[NEEDS_ATTENTION], 'score')[0]).toBe(0);
	});

	it('tells of a login that is refused, as a system that nobody can vouch for', async () => {
		lab.refusal = new SnapshotError('AUTH', 'The key was refused', { system: 'libvirt' });
		const run = await check({ expectation: 'nothing' });

		expect(at(run.outputs[NEEDS_ATTENTION], 'findings.0.code')).toEqual(['AUTH']);
		expect(at(run.outputs[NEEDS_ATTENTION], 'system')).toEqual(['libvirt']);
	});

	it('lets a mistake in the node be a failure of the node', async () => {
		const { error } = await check({ expectation: 'age', maxAgeHours: -1 });

		expect(error?.message).toContain('At Most Hours Old');
		expect(lab.system.requests.total()).toBe(0);
	});

	it('draws the line where it is told to', async () => {
		await take('web-01');
		await lab.clock.advance(20 * 3_600_000);
		const aged = { ...one('web-01'), expectation: 'age', maxAgeHours: 24 };
		const warned = await check(aged);
		const critical = await check({ ...aged, options: { attentionFrom: 'critical' } });

		expect(names(warned, NEEDS_ATTENTION)).toEqual(['web-01']);
		expect(names(critical, HEALTHY)).toEqual(['web-01']);
		expect(at(critical.outputs[HEALTHY], 'findings.0.code')).toEqual(['RPO_AT_RISK']);
	});
});
