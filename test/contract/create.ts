import { encodeTextMark } from '../../snapshots/mark/textMark';
import { makeMark } from '../../snapshots/mark/mark';
import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { capabilities, distinct, find, gone, hasLineage, keepsNames } from './laws';
import { lawsOn, list, present } from './laws';
import { refusal, stateOf, take, whereSupported, withNeighbour } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const createLaws = (make: SystemUnderTestFactory): void =>
	describe('createSnapshot', () => {
		const law = lawsOn(make);

		law('resolves to a ready snapshot that is listed from then on', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const made = await take(sut, target, 'nightly-1');
			const current = hasLineage(sut);
			expect(made).toMatchObject({ state: 'ready', current });
			if (keepsNames(sut)) expect(made.name).toBe('nightly-1');
			else expect(made.name.trim()).not.toBe('');
			expect(await list(sut, target)).toEqual([made]);
		});

		law('keeps every character of the description, the mark included', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const description = describedFor(target);
			const made = await take(sut, target, 'nightly-1', { description });
			const kept = capabilities(sut).markIn === 'description' ? description : '';
			expect(made.description).toBe(kept);
			expect((await find(sut, target, made.id)).description).toBe(kept);
		});

		law('dates the snapshot with the instant at which it was taken', async (sut) => {
			const before = wholeSecond(now(sut));
			const made = await take(sut, sut.targets.runningWithAgent, 'nightly-1');
			expect(made.createdAt.getTime()).toBeGreaterThanOrEqual(before);
			expect(made.createdAt.getTime()).toBeLessThanOrEqual(now(sut).getTime());
		});

		law('leaves content and power state as they were', async (sut) => {
			for (const target of distinct([sut.targets.runningWithAgent, sut.targets.stopped])) {
				await sut.write(target, 'precious');
				await take(sut, target, 'nightly-1');
				expect(await sut.read(target)).toBe('precious');
				expect(await present(sut, target)).toEqual(target);
			}
		});

		law(
			'hangs each snapshot under the one before, and makes it the current one, unless each is a copy of its own',
			async (sut) => {
				const target = sut.targets.runningWithAgent;
				const first = await take(sut, target, 'nightly-1');
				const second = await take(sut, target, 'nightly-2');
				expect(first.parentId).toBeUndefined();
				expect(second.parentId).toBe(hasLineage(sut) ? first.id : undefined);
				expect((await find(sut, target, first.id)).current).toBe(false);
				expect((await find(sut, target, second.id)).current).toBe(hasLineage(sut));
			},
		);

		law('lets two targets have snapshots of one name', async (sut) => {
			const { runningWithAgent, runningWithoutAgent } = sut.targets;
			await withNeighbour(sut, [runningWithAgent, runningWithoutAgent], async () => {
				await take(sut, runningWithAgent, 'nightly-1');
				await take(sut, runningWithoutAgent, 'nightly-1');
				for (const target of [runningWithAgent, runningWithoutAgent]) {
					const names = (await list(sut, target)).map(({ name }) => name);
					expect(names).toEqual([keepsNames(sut) ? 'nightly-1' : expect.anything()]);
				}
			});
		});

		law('answers CONFLICT to a name that is taken, and leaves the first', async (sut) => {
			const target = sut.targets.runningWithAgent;
			await take(sut, target, 'nightly-1', { description: 'the first' });
			if (!keepsNames(sut)) {
				await take(sut, target, 'nightly-1', { description: 'the second' });
				expect(await list(sut, target)).toHaveLength(2);
				return;
			}
			const before = await stateOf(sut, target);
			const second = take(sut, target, 'nightly-1', { description: 'the second' });
			await refusal(second, 'CONFLICT', target.name, 'nightly-1');
			expect(await stateOf(sut, target)).toEqual(before);
		});

		law('answers NOT_FOUND for a target that is gone', async (sut) => {
			const target = gone(sut.targets.runningWithAgent);
			await refusal(take(sut, target, 'nightly-1'), 'NOT_FOUND', target.name);
		});

		law('says of a stopped target that its disks are all there is', async (sut) => {
			const made = await take(sut, sut.targets.stopped, 'nightly-1');
			expect(made.consistency).toBe('crash');
		});

		law('reports memory when it was captured', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const attempt = () => take(sut, target, 'nightly-1', { memory: true, quiesce: false });
			await whereSupported(sut, 'memory', target, attempt, async () => {
				expect((await attempt()).consistency).toBe('memory');
			});
		});

		law('reports crash consistency of a running target’s bare disks', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const attempt = () => take(sut, target, 'nightly-1', { memory: false, quiesce: false });
			await whereSupported(sut, 'diskOnlyWhileRunning', target, attempt, async () => {
				expect((await attempt()).consistency).toBe('crash');
			});
		});

		law('reports quiesced when the guest’s file systems were frozen', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const attempt = () => take(sut, target, 'nightly-1', { memory: false, quiesce: true });
			await whereSupported(sut, 'quiesce', target, attempt, async () => {
				expect((await attempt()).consistency).toBe('quiesced');
			});
		});

		law('never claims a quiesced snapshot without the guest agent that it takes', async (sut) => {
			const target = sut.targets.runningWithoutAgent;
			const attempt = () => take(sut, target, 'nightly-1', { memory: false, quiesce: true });
			await whereSupported(sut, 'quiesce', target, attempt, async () => {
				if (sut.quiescingAgent === 'none') {
					expect((await attempt()).consistency).toBe('quiesced');
					return;
				}
				const before = await stateOf(sut, target);
				const outcome = await attempt().catch((error: unknown) => error);
				if (!(outcome instanceof Error)) {
					expect(outcome).toMatchObject({ consistency: 'crash', state: 'ready' });
					return;
				}
				expect(outcome).toBeInstanceOf(SnapshotError);
				expect(outcome).toMatchObject({ option: 'quiesce' });
				expect(outcome.message).toContain(target.name);
				expect(await stateOf(sut, target)).toEqual(before);
			});
		});

		law('hands an expiry to a system that enforces it by itself', async (sut) => {
			const target = sut.targets.stopped;
			const expiresAt = new Date(wholeSecond(now(sut)) + 86_400_000);
			const attempt = () => take(sut, target, 'nightly-1', { expiresAt });
			await whereSupported(sut, 'nativeExpiry', target, attempt, async () => {
				expect((await attempt()).expiresAt).toEqual(expiresAt);
			});
		});

		law('makes a snapshot that never expires when no expiry is given', async (sut) => {
			const made = await take(sut, sut.targets.stopped, 'nightly-1');
			expect(made.expiresAt).toBeUndefined();
		});

		law('stops at the system’s own limit with QUOTA', async (sut) => {
			const limit = capabilities(sut).maxSnapshotsPerTarget;
			const target = sut.targets.stopped;
			const most = Math.min(limit ?? 3, 40);
			for (let number = 1; number <= most; number++) await take(sut, target, `nightly-${number}`);
			expect(await list(sut, target)).toHaveLength(most);
			if (limit !== most) return;
			await refusal(take(sut, target, 'one-too-many'), 'QUOTA', target.name);
			expect(await list(sut, target)).toHaveLength(most);
		});
	});

const describedFor = (target: Target): string =>
	[
		'Before the upgrade: “Überprüfung” ☂ 日本語 🗄️ <b>&amp;</b> \'single\' "double" $(id) `id` \\n 100%',
		'',
		'  a second paragraph, indented',
		encodeTextMark(makeMark(target, { profile: 'Nächtlich [A]', runKey: 'run-1/0' })),
	].join('\n');

const now = (sut: SystemUnderTest): Date => sut.clock?.now() ?? new Date();

const wholeSecond = (at: Date): number => Math.floor(at.getTime() / 1000) * 1000;
