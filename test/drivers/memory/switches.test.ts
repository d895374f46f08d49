import { memoryDriver } from '../../../drivers/memory/driver';
import type { MemorySystemOptions } from '../../../drivers/memory/system';
import { SnapshotError } from '../../../snapshots/errors';
import { comeToRest, manualClock } from '../../support/clock';

const patient = () => new AbortController().signal;
const request = { name: 'nightly-1', description: '', memory: false, quiesce: false };

function system(options: Partial<MemorySystemOptions> = {}) {
	const clock = manualClock();
	const machines = [{ name: 'web-01', content: { disk: 'before' } }, { name: 'db-01' }];
	const driver = memoryDriver({ clock, machines, ...options });
	const [target, other] = [driver.controls.target('vm-1'), driver.controls.target('vm-2')];
	return { clock, driver, controls: driver.controls, target, other };
}

const lost = () => new SnapshotError('UNREACHABLE', 'The connection broke', { system: 'memory' });

describe('the switches of the memory driver', () => {
	it('fail one call before it did anything, and only one', async () => {
		const { driver, controls, target } = system();
		const error = lost();
		controls.failNext('createSnapshot', { error });
		await expect(driver.createSnapshot(target, request, patient())).rejects.toBe(error);
		expect(controls.snapshots('vm-1')).toEqual([]);
		const made = await driver.createSnapshot(target, request, patient());
		expect(controls.snapshots('vm-1')).toEqual([made]);
	});

	it('lose an answer after the work was done', async () => {
		const { driver, controls, target } = system();
		const error = lost();
		controls.failNext('createSnapshot', { error, when: 'after' });
		await expect(driver.createSnapshot(target, request, patient())).rejects.toBe(error);
		expect(controls.snapshots('vm-1')).toMatchObject([{ name: 'nightly-1', state: 'ready' }]);
	});

	it('fail for one target and spare the others', async () => {
		const { driver, controls, target, other } = system();
		const error = lost();
		controls.failNext('listSnapshots', { error, targetId: 'vm-2' });
		expect(await driver.listSnapshots(target, patient())).toEqual([]);
		await expect(driver.listSnapshots(other, patient())).rejects.toBe(error);
	});

	it.each(['creating', 'failed'] as const)('leave a new snapshot %s', async (leaves) => {
		const { driver, controls, target } = system();
		const error = lost();
		controls.failNext('createSnapshot', { error, leaves });
		await expect(driver.createSnapshot(target, request, patient())).rejects.toBe(error);
		const [stuck] = await driver.listSnapshots(target, patient());
		expect(stuck?.state).toBe(leaves);
		const revert = driver.revertToSnapshot(target, stuck!, { power: 'running' }, patient());
		await expect(revert).rejects.toMatchObject({ code: 'CONFLICT' });
	});

	it('leave a snapshot in deletion, which a second deletion finishes', async () => {
		const { driver, controls, target } = system();
		const made = await driver.createSnapshot(target, request, patient());
		controls.failNext('deleteSnapshot', { error: lost(), leaves: 'deleting' });
		await expect(driver.deleteSnapshot(target, made, patient())).rejects.toThrow();
		expect(controls.snapshots('vm-1')).toMatchObject([{ state: 'deleting' }]);
		await driver.deleteSnapshot(target, made, patient());
		expect(controls.snapshots('vm-1')).toEqual([]);
	});

	it('take time, in which the work can be seen and holds the target', async () => {
		const { driver, controls, clock, target } = system();
		controls.requestMilliseconds = 5000;
		const making = driver.createSnapshot(target, request, patient());
		await comeToRest();
		expect(controls.snapshots('vm-1')).toMatchObject([{ state: 'creating' }]);
		const second = driver.createSnapshot(target, { ...request, name: 'b' }, patient());
		await expect(second).rejects.toMatchObject({
			code: 'BUSY',
			message: expect.stringContaining('the creation of a snapshot') as string,
		});
		await clock.advance(5000);
		expect((await making).state).toBe('ready');
	});

	it('let the system finish what a caller gave up', async () => {
		const { driver, controls, clock, target } = system();
		controls.requestMilliseconds = 5000;
		const ending = new AbortController();
		const making = driver.createSnapshot(target, request, ending.signal);
		await comeToRest();
		ending.abort(new Error('enough'));
		await expect(making).rejects.toThrow('enough');
		await clock.advance(5000);
		expect(controls.snapshots('vm-1')).toMatchObject([{ name: 'nightly-1', state: 'ready' }]);
	});

	it('hold what was on disk when the snapshot began, not when it ended', async () => {
		const { driver, controls, clock, target } = system();
		controls.requestMilliseconds = 5000;
		const making = driver.createSnapshot(target, request, patient());
		await comeToRest();
		controls.write('vm-1', { disk: 'meanwhile' });
		await clock.advance(5000);
		const made = await making;
		controls.requestMilliseconds = 0;
		await driver.revertToSnapshot(target, made, { power: 'running' }, patient());
		expect(controls.read('vm-1').disk).toBe('before');
	});

	it('let only one of two restores have a name, though neither saw the other begin', async () => {
		const { driver, controls, clock, target, other } = system();
		const restore = { name: 'copy-01', connectNetwork: false, powerOn: false };
		const ours = await driver.createSnapshot(target, request, patient());
		const theirs = await driver.createSnapshot(other, request, patient());
		controls.requestMilliseconds = 5000;
		const both = Promise.allSettled([
			driver.restoreAsNew(target, ours, restore, patient()),
			driver.restoreAsNew(other, theirs, restore, patient()),
		]);
		await clock.advance(5000);
		const [first, second] = await both;
		expect(first.status).toBe('fulfilled');
		expect(second).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
		expect(controls.machines.size).toBe(3);
	});

	it('fill the system up', async () => {
		const { driver, controls, target, other } = system();
		controls.snapshotQuota = 1;
		await driver.createSnapshot(target, request, patient());
		const second = driver.createSnapshot(other, request, patient());
		await expect(second).rejects.toMatchObject({ code: 'QUOTA' });
		expect(controls.snapshots('vm-2')).toEqual([]);
	});

	it.each(['held', 'inUse'] as const)('keep a snapshot from removal that is %s', async (why) => {
		const { driver, controls, target } = system();
		const made = await driver.createSnapshot(target, request, patient());
		const bent = why === 'held' ? { held: true } : { inUse: 'linked clone web-02' };
		controls.bendSnapshot('vm-1', made.id, bent);
		const removal = driver.deleteSnapshot(target, made, patient());
		await expect(removal).rejects.toMatchObject({ code: 'CONFLICT' });
		expect(controls.snapshots('vm-1')).toHaveLength(1);
	});

	it('remove by themselves what has expired, but nothing that is held', async () => {
		const { driver, controls, clock, target } = system();
		const expiresAt = new Date(clock.now().getTime() + 60_000);
		for (const name of ['a', 'b']) {
			await driver.createSnapshot(target, { ...request, name, expiresAt }, patient());
		}
		const [held] = controls.snapshots('vm-1');
		controls.bendSnapshot('vm-1', held!.id, { held: true });
		await clock.advance(59_999);
		expect(await driver.listSnapshots(target, patient())).toHaveLength(2);
		await clock.advance(1);
		expect(await driver.listSnapshots(target, patient())).toMatchObject([{ name: 'a' }]);
	});

	it('count every request, and show several workers one system', async () => {
		const { driver, controls, target } = system();
		const secondWorker = memoryDriver(controls);
		const made = await driver.createSnapshot(target, request, patient());
		expect(await secondWorker.listSnapshots(target, patient())).toEqual([made]);
		expect([controls.requests.of('createSnapshot'), controls.requests.total()]).toEqual([1, 2]);
	});

	it('take a machine away under the feet of its driver', async () => {
		const { driver, controls, target } = system();
		controls.remove('vm-1');
		const reading = driver.readTarget(target, patient());
		await expect(reading).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('empty the memory of a machine that is stopped', () => {
		const { controls } = system();
		controls.write('vm-1', { memory: 'a game in progress' });
		controls.setPower('vm-1', 'paused');
		expect(controls.read('vm-1').memory).toBe('a game in progress');
		controls.setPower('vm-1', 'stopped');
		expect(controls.read('vm-1')).toEqual({ disk: 'before', memory: '' });
	});

	it('tell a dead guest agent from one that is missing', async () => {
		const { driver, controls, target } = system();
		const quiesced = { ...request, quiesce: true };
		for (const [agent, words] of [
			['dead', 'does not answer'],
			['absent', 'is not installed'],
		] as const) {
			controls.setAgent('vm-1', agent);
			const making = driver.createSnapshot(target, quiesced, patient());
			await expect(making).rejects.toThrow(words);
		}
	});

	it('refuse to be set for a machine that is not there', () => {
		const { controls } = system();
		expect(() => controls.lock('vm-9', 'a backup')).toThrow(RangeError);
		expect(() => controls.bendSnapshot('vm-1', 'none', {})).toThrow(RangeError);
	});
});
