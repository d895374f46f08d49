import { abortable } from '../../drivers/abortable';
import { bounded } from '../../drivers/bounded';
import { inOrder } from '../../drivers/pipeline';
import { manualClock } from '../support/clock';

describe('a pipeline', () => {
	it('yields in order, with no more than its width under way', async () => {
		let underWay = 0;
		let most = 0;
		const work = async (item: number): Promise<number> => {
			most = Math.max(most, (underWay += 1));
			for (let turns = 0; turns < 20 - item; turns += 1) await Promise.resolve();
			underWay -= 1;
			return item * 2;
		};
		const seen: number[] = [];
		for await (const outcome of inOrder([...Array(20).keys()], 4, work)) seen.push(outcome);
		expect(seen).toEqual([...Array(20).keys()].map((item) => item * 2));
		expect(most).toBe(4);
	});

	it('ends with the first failure in order', async () => {
		const work = async (item: number) =>
			await (item === 2 ? Promise.reject(new Error('broken')) : Promise.resolve(item));
		const seen: number[] = [];
		const reading = (async () => {
			for await (const outcome of inOrder([0, 1, 2, 3], 4, work)) seen.push(outcome);
		})();
		await expect(reading).rejects.toThrow('broken');
		expect(seen).toEqual([0, 1]);
	});
});

describe('abortable work', () => {
	it('listens once, however much work is under way on one signal', async () => {
		const { signal } = new AbortController();
		const listen = jest.spyOn(signal, 'addEventListener');
		await Promise.all(
			[...Array(50).keys()].map((item) => abortable(signal, Promise.resolve(item))),
		);
		expect(listen).toHaveBeenCalledTimes(1);
	});

	it('rejects all with the signal’s reason, and at once when it had aborted before', async () => {
		const abort = new AbortController();
		const reason = new Error('enough');
		const works = [1, 2].map(() => abortable(abort.signal, new Promise(() => undefined)));
		abort.abort(reason);
		works.push(abortable(abort.signal, Promise.resolve('too late')));
		for (const work of works) await expect(work).rejects.toBe(reason);
	});
});

describe('bounded work', () => {
	it('is aborted after its limit', async () => {
		const clock = manualClock();
		const work = bounded(clock, 1_000, (signal) => abortable(signal, new Promise(() => undefined)));
		const outcome = work.catch((error: unknown) => error);
		await clock.advance(1_000);
		expect(await outcome).toMatchObject({ message: 'It took longer than 1 s' });
	});

	it('leaves no sleeper behind when it ends in time', async () => {
		const clock = manualClock();
		await expect(bounded(clock, 1_000, async () => await Promise.resolve(7))).resolves.toBe(7);
		expect(clock.sleepers()).toBe(0);
	});
});
