import fc from 'fast-check';
import { SUPPORTED, FEATURES, type LevelCapabilities } from '../../../snapshots/capabilities';
import { DEFAULT_HEALTH_LIMITS, type Checked } from '../../../snapshots/health/checks';
import { scoreOf, SEVERITIES, type Finding } from '../../../snapshots/health/finding';
import { healthOf, needsAttention } from '../../../snapshots/health/health';
import { makeMark } from '../../../snapshots/mark/mark';
import type { Snapshot, Target } from '../../../snapshots/model';

const NOW = new Date('2026-11-22T10:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);
const WEB: Target = { level: 'vm', id: '1', name: 'web-01', powerState: 'running', tags: [] };
const naming = { maxLength: 64, pattern: /./, inWords: '' };
const CAPABILITIES: LevelCapabilities = {
	features: Object.fromEntries(
		FEATURES.map((one) => [one, SUPPORTED]),
	) as LevelCapabilities['features'],
	snapshotNaming: naming,
	targetNaming: naming,
	markIn: 'description',
	words: { revert: '', restoreAsNew: '' },
	revertWhileRunning: '',
};

let made = 0;
function snapshot(hours: number, change: Partial<Snapshot> = {}): Snapshot {
	const id = `s${(made += 1)}`;
	return {
		id,
		name: id,
		description: '',
		createdAt: hoursAgo(hours),
		current: false,
		consistency: 'crash',
		state: 'ready',
		held: false,
		mark: makeMark(WEB, { profile: 'P', runKey: id }),
		...change,
	};
}

const ofPeriod = (expiresAt?: Date) =>
	makeMark(WEB, { profile: 'P', period: 'night', scheduledAt: hoursAgo(500) }, { expiresAt });

const checked = (snapshots: readonly Snapshot[], change: Partial<Checked> = {}): Checked => ({
	target: WEB,
	snapshots,
	recovery: { state: 'kept', newest: snapshots[0], missed: 0 },
	now: NOW,
	capabilities: CAPABILITIES,
	limits: DEFAULT_HEALTH_LIMITS,
	...change,
});
const codes = (one: Checked): string[] => healthOf(one).findings.map(({ code }) => code);

describe('a target', () => {
	it('with a fresh snapshot has nothing to see to', () => {
		const health = healthOf(checked([snapshot(2)]));
		expect(health).toMatchObject({ score: 100, findings: [], snapshots: 1, chainDepth: 1 });
		expect(needsAttention(health, 'note')).toBe(false);
	});

	it.each<[string, Checked, string[]]>([
		[
			'no snapshot though one was promised',
			checked([], { recovery: { state: 'broken', missed: 0 } }),
			['NO_SNAPSHOT'],
		],
		[
			'one that failed',
			checked([snapshot(1), snapshot(2, { state: 'failed' })]),
			['SNAPSHOT_FAILED'],
		],
		[
			'one that does not get ready',
			checked([snapshot(1), snapshot(4, { state: 'creating' })]),
			['SNAPSHOT_STUCK'],
		],
		[
			'one that is being made just now',
			checked([snapshot(1), snapshot(2, { state: 'creating' })]),
			[],
		],
		[
			'one past its end',
			checked([snapshot(1), snapshot(60, { mark: ofPeriod(hoursAgo(30)) })]),
			['EXPIRED_KEPT'],
		],
		[
			'one past its end since an hour',
			checked([snapshot(1), snapshot(60, { mark: ofPeriod(hoursAgo(1)) })]),
			[],
		],
		[
			'one past its end that is held',
			checked([snapshot(1), snapshot(60, { mark: ofPeriod(hoursAgo(30)), held: true })]),
			[],
		],
		['an old one that nothing ends', checked([snapshot(1), snapshot(73)]), ['OLD_SNAPSHOT']],
		[
			'an old one of a period, which retention counts',
			checked([snapshot(1), snapshot(500, { mark: ofPeriod() })]),
			[],
		],
		[
			'an old one of somebody else',
			checked([snapshot(1), snapshot(73, { mark: undefined })]),
			['OLD_SNAPSHOT', 'FOREIGN'],
		],
		[
			'one that is held for long',
			checked([snapshot(1), snapshot(31 * 24, { held: true })]),
			['HELD_LONG'],
		],
		[
			'trouble that the system tells',
			checked([snapshot(1)], { target: { ...WEB, troubles: ['Consolidate.'] } }),
			['SYSTEM_TROUBLE'],
		],
		[
			'nearly as many as the system allows',
			checked(
				Array.from({ length: 8 }, () => snapshot(1)),
				{ capabilities: { ...CAPABILITIES, maxSnapshotsPerTarget: 10 } },
			),
			['NEAR_LIMIT'],
		],
	])('with %s', (_what, one, found) => {
		expect(codes(one)).toEqual(found);
	});

	it('says in each finding which target it is about', () => {
		const one = checked([
			snapshot(1),
			snapshot(73, { mark: undefined }),
			snapshot(4, { state: 'failed' }),
		]);
		for (const { message } of healthOf(one).findings) expect(message).toContain('web-01');
	});

	it('reads what is known beside its snapshots first', () => {
		const beside: Finding = { code: 'ORPHANED', severity: 'warning', message: 'left behind' };
		const { findings, score } = healthOf(checked([snapshot(1, { mark: undefined })]), [beside]);
		expect(findings.map(({ code }) => code)).toEqual(['ORPHANED', 'FOREIGN']);
		expect(score).toBe(80);
	});
});

describe('a score', () => {
	const findings = fc.array(
		fc
			.constantFrom(...SEVERITIES)
			.map((severity): Finding => ({ code: 'FOREIGN', severity, message: '' })),
	);

	it('lies between 0 and 100, and never rises by one finding more', () => {
		fc.assert(
			fc.property(findings, findings, (some, more) => {
				const score = scoreOf(some);
				expect(score).toBeGreaterThanOrEqual(0);
				expect(score).toBeLessThanOrEqual(100);
				expect(scoreOf([...some, ...more])).toBeLessThanOrEqual(score);
			}),
		);
	});

	it('of 100 is exactly that of what nobody has to see to', () => {
		fc.assert(
			fc.property(findings, (some) => {
				expect(scoreOf(some) === 100).toBe(!needsAttention({ findings: some }, 'warning'));
			}),
		);
	});
});
