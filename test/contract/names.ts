import { capabilities, lawsOn, list, patient, refusal, take, whereSupported } from './laws';
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
			expect(made.name).toBe(name);
			expect((await list(sut, target)).map((snapshot) => snapshot.name)).toEqual([name]);
		});

		law('that break the rules are INVALID_INPUT with the rules in words', async (sut) => {
			const { pattern, maxLength, inWords } = capabilities(sut).snapshotNaming;
			expect(inWords.trim()).not.toBe('');
			const target = sut.targets.stopped;
			const bad = sut.badName === undefined ? [] : [sut.badName];
			for (const name of [...bad, 'n'.repeat(maxLength + 1)]) {
				expect(name.length > maxLength || !pattern.test(name)).toBe(true);
				await refusal(take(sut, target, name), 'INVALID_INPUT', target.name, name);
			}
			expect(await list(sut, target)).toEqual([]);
		});

		law('that look dangerous are data, where the rules allow them', async (sut) => {
			const { pattern, maxLength } = capabilities(sut).snapshotNaming;
			const target = sut.targets.stopped;
			const taken: string[] = [];
			for (const name of DANGEROUS) {
				if (name.length > maxLength || !pattern.test(name)) {
					await refusal(take(sut, target, name), 'INVALID_INPUT', target.name);
					continue;
				}
				if (taken.length === (capabilities(sut).maxSnapshotsPerTarget ?? Infinity)) break;
				expect((await take(sut, target, name)).name).toBe(name);
				taken.push(name);
			}
			expect((await list(sut, target)).map(({ name }) => name).sort()).toEqual(taken.sort());
		});

		law('of new targets follow rules of their own', async (sut) => {
			const target = sut.targets.stopped;
			const snapshot = await take(sut, target, 'nightly-1');
			const { maxLength } = capabilities(sut).targetNaming;
			const restore = (name: string) => {
				const request = { name, connectNetwork: false, powerOn: false };
				return sut.driver.restoreAsNew(target, snapshot, request, patient());
			};
			await whereSupported(
				sut,
				'restoreAsNew',
				target,
				() => restore('copy-01'),
				async () => {
					expect((await restore('n'.repeat(maxLength))).name).toHaveLength(maxLength);
					const tooLong = restore('m'.repeat(maxLength + 1));
					await refusal(tooLong, 'INVALID_INPUT', target.name);
				},
			);
		});
	});

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
