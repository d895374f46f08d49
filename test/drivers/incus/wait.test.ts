import { incusDriver } from '../../../drivers/incus/driver';
import { manualClock } from '../../support/clock';
import {
	byCertificate,
	failureOf,
	nightly,
	never,
	order,
	scripted,
	snapshotRow,
	web,
} from './given';
import {
	failedAsBody,
	isWait,
	operation,
	refused,
	scriptedPort,
	started,
	sync,
} from './scriptedPort';
import type { Answer, Script } from './scriptedPort';

/** A server whose `/wait` answers these, one after another, and whose list of pools is empty. */
function waiting(...waits: readonly Answer[]): Script {
	const left = [...waits];
	return (request) => {
		if (isWait(request)) return left.shift() ?? refused(404, 'Operation not found');
		if (request.path === '/1.0/storage-pools') return sync([]);
		if (request.method !== 'GET') return started();
		return request.path.endsWith('/nightly-1') ? sync(snapshotRow()) : refused(404, 'not found');
	};
}

describe('an operation', () => {
	it('is waited for at the server, right after it was begun', async () => {
		const { port, driver } = scripted(waiting(operation(200)));
		await driver.createSnapshot(web, order(), never());
		expect(port.lines).toEqual([
			'POST /1.0/instances/web/snapshots',
			'GET /1.0/operations/op-1/wait',
			'GET /1.0/instances/web/snapshots/nightly-1',
			'GET /1.0/storage-pools',
		]);
		expect(port.seen[1]?.query).toEqual({ timeout: '30' });
	});

	it('that still runs when the answer comes is waited for again', async () => {
		const { port, driver } = scripted(waiting(operation(103), operation(103), operation(200)));
		await driver.createSnapshot(web, order(), never());
		expect(port.seen.filter(isWait)).toHaveLength(3);
	});

	it.each<[string, Answer]>([
		['in the operation, as LXD tells it', operation(400, 'the disk is on fire')],
		['in the body, as Incus 6.0 tells it', failedAsBody('the disk is on fire')],
	])('that failed is no success though the status is 200: %s', async (_how, answer) => {
		const { driver } = scripted(waiting(answer));
		const error = await failureOf(driver.createSnapshot(web, order(), never()));
		expect(error).toMatchObject({ code: 'TASK_FAILED', target: web });
		expect(error.message).toBe('Could not create snapshot nightly-1 of web: the disk is on fire');
	});

	it('that failed since something is missing is not taken for one that was forgotten', async () => {
		const { port, driver } = scripted(waiting(failedAsBody('Instance not found', 404)));
		const error = await failureOf(driver.createSnapshot(web, order(), never()));
		expect(error).toMatchObject({ code: 'NOT_FOUND' });
		expect(port.lines).toHaveLength(2);
	});

	it('that failed without a reason says so', async () => {
		const { driver } = scripted(waiting(operation(400)));
		const error = await failureOf(driver.createSnapshot(web, order(), never()));
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(error.message).toContain('without a reason');
	});

	it('that somebody cancelled is told as that', async () => {
		const { driver } = scripted(waiting(operation(401)));
		const error = await failureOf(driver.createSnapshot(web, order(), never()));
		expect(error).toMatchObject({ code: 'CANCELLED' });
		expect(error.message).toContain('web');
	});

	it('whose answer is half an answer is not understood, and is not success', async () => {
		const { driver } = scripted(waiting([200, '{"type":"sync","metad']));
		const error = await failureOf(driver.createSnapshot(web, order(), never()));
		expect(error).toMatchObject({ code: 'INVALID_RESPONSE' });
	});

	it('is left alone when the person cancels, and nothing more is sent', async () => {
		const ending = new AbortController();
		const port = scriptedPort((request) => {
			if (!isWait(request)) return started();
			ending.abort(new Error('the person cancelled'));
			return operation(103);
		});
		const driver = incusDriver(port, { login: byCertificate }, manualClock());
		const call = driver.createSnapshot(web, order(), ending.signal);
		await expect(call).rejects.toThrow('the person cancelled');
		expect(port.lines).toEqual([
			'POST /1.0/instances/web/snapshots',
			'GET /1.0/operations/op-1/wait',
		]);
	});

	it('that is none, since it was done at once, is not waited for', async () => {
		const { port, driver } = scripted(() => sync({}));
		await driver.deleteSnapshot(web, nightly, never());
		expect(port.lines).toEqual(['DELETE /1.0/instances/web/snapshots/nightly-1']);
	});
});

describe('an operation that the server has forgotten', () => {
	const forgotten = refused(404, 'Operation not found');

	it('made the snapshot when it is there', async () => {
		const { driver } = scripted(waiting(forgotten));
		const made = await driver.createSnapshot(web, order(), never());
		expect(made).toEqual(nightly);
	});

	it('failed when the snapshot is not there', async () => {
		const { driver } = scripted(waiting(forgotten));
		const call = driver.createSnapshot(web, order({ name: 'another' }), never());
		const error = await failureOf(call);
		expect(error).toMatchObject({ code: 'TASK_FAILED', target: web });
		expect(error.message).toContain('another of web was ordered, but is not there');
	});

	it('removed the snapshot when it is gone, and not when it is still there', async () => {
		const { driver } = scripted(waiting(forgotten, forgotten));
		await driver.deleteSnapshot(web, { ...nightly, id: 'gone', name: 'gone' }, never());
		const error = await failureOf(driver.deleteSnapshot(web, nightly, never()));
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(error.message).toContain('still there');
	});
});
