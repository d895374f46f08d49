import type { NativeProfiles } from '../../../../snapshots/nativeProfile';
import { exportProfile } from '../../../../snapshots/operations/nativeProfile/export';
import { importNativeProfile } from '../../../../snapshots/operations/nativeProfile/import';
import { DEFAULT_PATIENCE } from '../../../../snapshots/connection';
import { hasCode } from '../../../../snapshots/errors';
import { rejectionOf } from '../../../support/thrownBy';
import { closeBenches, vergeosBench, type VergeosBench } from '../bench';
import { profileOf } from './given';
import { row, STOCK } from './rows';

afterEach(closeBenches);

const patient = new AbortController().signal;

function profilesOf({ on }: VergeosBench): NativeProfiles {
	if (on.driver.profiles === undefined) throw new Error('VergeOS has profiles');
	return on.driver.profiles;
}

const ORDER = {
	systemTimeZone: 'UTC',
	fallbackTimeZone: 'UTC',
	patience: DEFAULT_PATIENCE,
	acceptLosses: false,
	preview: false,
};

describe('profiles of VergeOS', () => {
	it('are imported with all their periods, and with what is lost', async () => {
		const bench = await vergeosBench();
		const { key } = bench.simulator.addProfile('Own SOX', [
			...(STOCK.SOX ?? []).map((one) => ({ ...one })),
			{ ...row({ name: 'Locked', immutable: true, max_tier: '3' }) },
		]);
		const imported = await importNativeProfile(bench.on, {
			...ORDER,
			choice: { by: 'name', value: 'Own SOX' },
		});

		expect(imported.native.id).toBe(String(key));
		expect(imported.profile.periods.map(({ name }) => name).sort()).toEqual([
			'Daily',
			'Locked',
			'Monthly',
			'Weekly',
			'Yearly',
		]);
		expect(imported.notExpressible).toEqual([
			expect.stringMatching(/^Period Locked: .*immutable/),
			expect.stringMatching(/^Period Locked: .*Max Tier 3/),
		]);
	});

	it('are listed in a constant number of requests, however many there are', async () => {
		const bench = await vergeosBench();
		const count = async (): Promise<number> => {
			bench.simulator.clearRequests();
			await profilesOf(bench).list({ withAssignments: true }, patient);
			return bench.simulator.count();
		};
		const few = await count();
		for (let number = 1; number <= 30; number++) {
			bench.simulator.addProfile(`Profile ${number}`, [{ ...row() }]);
		}
		bench.simulator.grow(50, 0);

		expect(await count()).toBe(few);
	});

	it('are changed by as little as is different, and keep the keys of their periods', async () => {
		const bench = await vergeosBench();
		const old = bench.simulator.addProfile('Ours', [
			{ ...row({ name: 'same' }) },
			{ ...row({ name: 'later', hour: 4 }) },
			{ ...row({ name: 'gone' }) },
		]);
		const ours = profileOf(
			{ name: 'same' },
			{ name: 'later', frequency: { every: 'day', at: '05:00' } },
			{ name: 'new' },
		);
		bench.simulator.clearRequests();
		const { action } = await exportProfile(bench.on, { ...ORDER, profile: ours });
		const [same, later, gone] = old.periods;

		expect(action).toBe('updated');
		expect(bench.simulator.count('PUT', `/snapshot_profile_periods/${later}`)).toBe(1);
		expect(bench.simulator.count('PUT', `/snapshot_profile_periods/${same}`)).toBe(0);
		expect(bench.simulator.count('DELETE', `/snapshot_profile_periods/${gone}`)).toBe(1);
		expect(bench.simulator.count('POST', '/snapshot_profile_periods')).toBe(1);
	});

	it('tell what of theirs an export would overwrite, before it does', async () => {
		const bench = await vergeosBench();
		bench.simulator.addProfile('Ours', [{ ...row({ name: 'daily', immutable: true }) }]);
		const refused = await rejectionOf(
			exportProfile(bench.on, { ...ORDER, profile: profileOf({ name: 'daily' }) }),
		);

		expect(hasCode(refused, 'UNSUPPORTED') && refused.advice).toMatch(
			/Overwritten there: Period daily: .*immutable/,
		);
		expect(bench.simulator.count('PUT')).toBe(0);
	});

	it('that could not be made whole are taken back', async () => {
		const bench = await vergeosBench();
		const body = { err: 'permission denied' };
		bench.simulator.fault('POST /snapshot_profile_periods', { kind: 'answer', status: 403, body });
		const failed = await rejectionOf(profilesOf(bench).save(profileOf({}), undefined, patient));

		expect(hasCode(failed, 'FORBIDDEN')).toBe(true);
		const left = await profilesOf(bench).list({ withAssignments: false }, patient);
		expect(left.map(({ name }) => name)).not.toContain('Ours');
	});

	it('are not given to a volume that VergeOS takes no snapshots of', async () => {
		const bench = await vergeosBench();
		const id = bench.simulator.addVolume({ name: 'remote', fsType: 'cifs' });
		const { key } = bench.simulator.addProfile('Gold', [{ ...row() }]);
		const target = { level: 'volume' as const, id, name: 'remote' };
		const gold = { id: String(key), name: 'Gold' };
		const refused = await rejectionOf(profilesOf(bench).assign(target, gold, patient));

		expect(hasCode(refused, 'UNSUPPORTED') && refused.message).toContain('remote');
	});

	it('that could neither be made whole nor taken back are named', async () => {
		const bench = await vergeosBench();
		const body = { err: 'permission denied' };
		const fault = { kind: 'answer', status: 403, body } as const;
		bench.simulator.fault('POST /snapshot_profile_periods', fault);
		bench.simulator.fault('DELETE /snapshot_profiles', fault);
		const failed = await rejectionOf(profilesOf(bench).save(profileOf({}), undefined, patient));

		expect(String(failed)).toContain('half-made snapshot profile Ours');
	});

	it('are found again when only the answer was lost, and never made twice', async () => {
		const bench = await vergeosBench();
		bench.simulator.fault('POST /snapshot_profiles', { kind: 'dropAfter' });
		const order = { ...ORDER, profile: profileOf({}) };
		const lost = await rejectionOf(exportProfile(bench.on, order));
		const again = await exportProfile(bench.on, order);

		expect(hasCode(lost, 'UNREACHABLE')).toBe(true);
		expect(again.action).toBe('updated');
		const all = await profilesOf(bench).list({ withAssignments: false }, patient);
		expect(all.filter(({ name }) => name === 'Ours')).toHaveLength(1);
	});

	it('that VergeOS keeps otherwise than asked, without a word, are told to be so', async () => {
		const bench = await vergeosBench();
		bench.simulator.fault(
			({ method, path }) => method === 'POST' && path.endsWith('/snapshot_profile_periods'),
			{ kind: 'answer', status: 201, body: { $key: '99' } },
		);
		const failed = await rejectionOf(exportProfile(bench.on, { ...ORDER, profile: profileOf({}) }));

		expect(hasCode(failed, 'TASK_FAILED') && failed.message).toContain('was written, but');
	});

	it.each(['two\nlines', 'tab\there'])('are not named %j', async (name) => {
		const bench = await vergeosBench();
		const profile = { ...profileOf({}), name };
		const refused = await rejectionOf(profilesOf(bench).save(profile, undefined, patient));

		expect(hasCode(refused, 'INVALID_INPUT')).toBe(true);
		expect(bench.simulator.count('POST')).toBe(0);
	});
});
