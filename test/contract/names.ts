import { capabilities, keepsNames, lawsOn, levelOfNew, list, patient } from './laws';
import { refusal, restoreRequest, take, whereSupported } from './laws';
import type { SystemUnderTestFactory } from './systemUnderTest';

export const nameLaws = (make: SystemUnderTestFactory): void =>
	describe('names', () => {
		const law = lawsOn(make);

		law('are taken up to the length that the capabilities tell', async (sut) => {
			const { maxLength, pattern } = capabilities(sut).snapshotNaming;
			const name = 'n'.repeat(maxLength);
			expect(name).toMatch(pattern);
			const target = sut.targets.stopped;
			const made = await take(sut, target, name);
			if (keepsNames(sut)) expect(made.name).toBe(name);
			expect((await list(sut, target)).map((snapshot) => snapshot.name)).toEqual([made.name]);
		});

		law('that the system itself can’t take are INVALID_INPUT', async (sut) => {
			const { pattern, inWords } = capabilities(sut).snapshotNaming;
			expect(inWords.trim()).not.toBe('');
			const target = sut.targets.stopped;
			if (sut.badName !== undefined) {
				expect(sut.badName).not.toMatch(pattern);
				const call = take(sut, target, sut.badName);
				await refusal(call, 'INVALID_INPUT', target.name, sut.badName);
			}
			expect(await list(sut, target)).toEqual([]);
		});

		law('that look dangerous are data: kept to the letter, or refused', async (sut) => {
			const { pattern, maxLength } = capabilities(sut).snapshotNaming;
			const target = sut.targets.stopped;
			const taken: string[] = [];
			for (const name of [...DANGEROUS, 'n'.repeat(maxLength + 1)]) {
				if (taken.length === (capabilities(sut).maxSnapshotsPerTarget ?? Infinity)) break;
				const mayBeRefused = name.length > maxLength || !pattern.test(name);
				const kept = await keptName(take(sut, target, name), mayBeRefused, target.name);
				if (kept === undefined) continue;
				if (keepsNames(sut)) expect(kept).toBe(name);
				taken.push(kept);
			}
			expect((await list(sut, target)).map(({ name }) => name).sort()).toEqual(taken.sort());
		});

		law('of new targets follow rules of their own', async (sut) => {
			const target = sut.targets.stopped;
			const snapshot = await take(sut, target, 'nightly-1');
			const { levels } = sut.driver.capabilities;
			const { maxLength } = (levels[levelOfNew(sut)] ?? capabilities(sut)).targetNaming;
			const restore = async (name: string) => {
				const request = await restoreRequest(sut, target, snapshot, { name });
				return await sut.driver.restoreAsNew(target, snapshot, request, patient());
			};
			await whereSupported(
				sut,
				'restoreAsNew',
				target,
				() => restore('copy-01'),
				async () => {
					expect((await restore('n'.repeat(maxLength))).name).toHaveLength(maxLength);
					const tooLong = 'm'.repeat(maxLength + 1);
					const kept = await keptName(restore(tooLong), true, target.name);
					expect([undefined, tooLong]).toContain(kept);
				},
			);
		});
	});

/**
 * The name that was given; none when the system refused it as it may. Rules are checked before a driver is
 * called, so a driver may leave them to the system, but never bend a name.
 */
async function keptName(
	call: Promise<{ readonly name: string }>,
	mayBeRefused: boolean,
	targetName: string,
): Promise<string | undefined> {
	const outcome = await call.catch((error: unknown) => error);
	if (mayBeRefused && outcome instanceof Error) {
		await refusal(Promise.reject(outcome), 'INVALID_INPUT', targetName);
		return undefined;
	}
	if (outcome instanceof Error) throw outcome;
	return (await call).name;
}

const DANGEROUS: readonly string[] = [
	'a b',
	"it's",
	'"quoted"',
	'$(touch x)',
	'`touch x`',
	'a;b',
	'--help',
	'<name>&amp;',
	'Überprüfung ☂',
	'line\nbreak',
	'../up',
];
