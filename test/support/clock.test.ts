import { comeToRest, manualClock } from './clock';

const patient = () => new AbortController().signal;

describe('the manual clock', () => {
	it('stands still until it is moved', async () => {
		const clock = manualClock('2026-01-15T12:00:00Z');
		let awake = false;
		const sleep = clock.sleep(1000, patient()).then(() => (awake = true));
		await comeToRest();
		expect([awake, clock.sleepers()]).toEqual([false, 1]);
		await clock.advance(999);
		expect(awake).toBe(false);
		await clock.advance(1);
		await sleep;
		expect([awake, clock.sleepers()]).toEqual([true, 0]);
		expect(clock.now()).toEqual(new Date('2026-01-15T12:00:01Z'));
	});

	it('wakes each sleeper at its own instant, in order, also those who go to sleep meanwhile', async () => {
		const clock = manualClock();
		const woken: [string, number][] = [];
		const note = (name: string) => woken.push([name, clock.elapsedMilliseconds()]);
		const twice = clock.sleep(100, patient()).then(async () => {
			note('first');
			await clock.sleep(100, patient());
			note('again');
		});
		const late = clock.sleep(150, patient()).then(() => note('late'));
		await clock.advance(1000);
		await Promise.all([twice, late]);
		expect(woken).toEqual([
			['first', 100],
			['late', 150],
			['again', 200],
		]);
		expect(clock.elapsedMilliseconds()).toBe(1000);
	});

	it('rejects a sleeper with the reason as soon as its signal aborts', async () => {
		const clock = manualClock();
		const ending = new AbortController();
		const reason = new Error('enough');
		const sleep = clock.sleep(1000, ending.signal);
		ending.abort(reason);
		await expect(sleep).rejects.toBe(reason);
		await expect(clock.sleep(1000, ending.signal)).rejects.toBe(reason);
		expect(clock.sleepers()).toBe(0);
	});

	it('jumps by itself to the earliest sleeper, so that a pause ends before a deadline', async () => {
		const clock = manualClock(undefined, { autoAdvance: true });
		const done = new AbortController();
		const deadline = clock.sleep(600_000, done.signal).then(
			() => 'too late',
			() => 'in time',
		);
		for (let pause = 0; pause < 10; pause++) await clock.sleep(1000, patient());
		done.abort();
		expect(await deadline).toBe('in time');
		expect(clock.elapsedMilliseconds()).toBe(10_000);
	});
});
