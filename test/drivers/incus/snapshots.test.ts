import { NEVER } from '../../../drivers/incus/schema';
import { makeMark } from '../../../snapshots/mark/mark';
import { snapshotName } from '../../../snapshots/naming';
import { incusCapabilities } from '../../../drivers/incus/capabilities';
import { readSnapshot } from '../../../snapshots/mark/readMark';
import { closeBenches, incusBench } from './bench';
import { failureOf, files, never, nightly, order, scripted, snapshotRow, web } from './given';
import { refused, sync, type Seen } from './scriptedPort';

afterEach(closeBenches);

describe('an order of a snapshot', () => {
	const bodyOf = async (overrides: Parameters<typeof order>[0]) => {
		const { port, driver } = scripted(({ method, path }) =>
			method === 'POST' ? sync({}) : sync(path.endsWith('pools') ? [] : snapshotRow()),
		);
		await driver.createSnapshot(web, order(overrides), never());
		return port.seen.find(({ method }) => method === 'POST')?.body;
	};

	it('says never where no expiry is wanted, so that the server’s own does not apply', async () => {
		expect(await bodyOf({})).toEqual({ name: 'nightly-1', stateful: false, expires_at: NEVER });
		expect(NEVER).toBe('0001-01-01T00:00:00Z');
	});

	it('passes an expiry on in whole seconds', async () => {
		const expiresAt = new Date('2026-12-01T00:00:00.999Z');
		expect(await bodyOf({ expiresAt })).toMatchObject({ expires_at: '2026-12-01T00:00:00Z' });
	});

	it('is kept by the server until its expiry, and no longer', async () => {
		const { simulator, on, find } = await incusBench();
		simulator.addInstance({ name: 'web', config: { 'snapshots.expiry': '1d' } });
		const target = await find('default/web');
		const expiresAt = new Date('2026-11-22T03:00:00.000Z');
		await on.driver.createSnapshot(target, order({ expiresAt }), never());
		await on.driver.createSnapshot(target, order({ name: 'stays' }), never());
		for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 1) {
			for (let part = 0; part < 12; part += 1) await on.clock.sleep(5000, never());
		}
		const left = await on.driver.listSnapshots(target, never());
		expect(left.map(({ name }) => name)).toEqual(['stays']);
	});

	it('is refused with quiescing, before anything is sent', async () => {
		for (const target of [web, files]) {
			const { port, driver } = scripted(() => sync({}));
			const call = driver.createSnapshot(target, order({ quiesce: true }), never());
			expect(await failureOf(call)).toMatchObject({ code: 'UNSUPPORTED', option: 'quiesce' });
			expect(port.seen).toEqual([]);
		}
	});

	it.each(['a b', 'a/b', '../up', 'ü', '', '-a', 'a.', 'n'.repeat(65)])(
		'is refused under the name %p, before anything is sent',
		async (name) => {
			const { port, driver } = scripted(() => sync({}));
			const error = await failureOf(driver.createSnapshot(web, order({ name }), never()));
			expect(error.code).toBe('INVALID_INPUT');
			expect(port.seen).toEqual([]);
		},
	);
});

it('the mark fits into the name, and is read out of it again', () => {
	const { vm } = incusCapabilities.levels;
	if (vm === undefined) throw new Error('Incus has instances');
	const scheduledAt = new Date('2026-11-22T02:00:00.000Z');
	const identity = { profile: 'Nächtlich, ganz lang', period: 'Täglich', scheduledAt };
	const mark = makeMark(web, identity, { expiresAt: new Date('2026-12-01T00:00:00Z') });
	const name = snapshotName(mark, 'Nächtlich, ganz lang', vm);
	expect(name.length).toBeLessThanOrEqual(64);
	expect(name).toMatch(vm.snapshotNaming.pattern);
	expect(readSnapshot({ ...nightly, name }, web, vm).mark?.key).toBe(mark.key);
});

it('names of very old servers, which begin with the instance’s, are read as others', async () => {
	const { driver } = scripted(({ path }) =>
		sync(path.endsWith('pools') ? [] : [snapshotRow({ name: 'web/nightly-1', size: 4096 })]),
	);
	expect(await driver.listSnapshots(web, never())).toEqual([{ ...nightly, sizeBytes: 4096 }]);
});

it('who may not see pools and operations can still list snapshots', async () => {
	const forbidden = refused(403, 'not authorized');
	const script = ({ path }: Seen) => {
		if (path === '/1.0') return sync({ auth: 'trusted' });
		return path.endsWith('pools') ? forbidden : sync([snapshotRow()]);
	};
	const { driver } = scripted(script, { operations: forbidden });
	expect(await driver.listSnapshots(web, never())).toEqual([nightly]);
});

describe('the time of a snapshot of a volume', () => {
	const zero = { name: 'files/nightly-1', created_at: '0001-01-01T00:00:00Z', expires_at: null };

	it('is written into its description where the server does not tell it', async () => {
		let description = '';
		const { port, driver } = scripted(({ method, path, body }: Seen) => {
			if (method === 'PATCH') ({ description } = body as { description: string });
			if (path.endsWith('pools')) return sync([]);
			return sync(path.endsWith('/nightly-1') ? { ...zero, description } : { name: 'files' });
		});
		const made = await driver.createSnapshot(files, order(), never());
		expect(made).toEqual({ ...nightly, createdAt: new Date('2026-11-22T03:00:00.000Z') });
		expect(description).toBe('Taken at 2026-11-22T03:00:00.000Z');
		expect(port.seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
	});

	it('that nobody tells keeps it from being taken for the oldest', async () => {
		const { driver } = scripted(({ path }) => {
			if (path.endsWith('pools')) return sync([]);
			return sync(path.endsWith('/snapshots') ? [zero] : { name: 'files' });
		});
		const [found] = await driver.listSnapshots(files, never());
		expect(found?.inUse).toContain('does not tell when it was taken');
	});
});

it('a volume that is gone is not one without snapshots, as the list alone would have it', async () => {
	const { driver } = scripted(({ path }) =>
		path.endsWith('/snapshots') ? sync([]) : refused(404, 'Storage volume not found'),
	);
	const error = await failureOf(driver.listSnapshots(files, never()));
	expect(error.code).toBe('NOT_FOUND');
});

describe('an ID that is none of ours', () => {
	it.each(['web', 'default/', '/web', 'default/web/more', ''])('%p is NOT_FOUND', async (id) => {
		const { port, driver } = scripted(() => sync({}));
		const error = await failureOf(driver.readTarget({ level: 'vm', id, name: 'web' }, never()));
		expect(error.code).toBe('NOT_FOUND');
		expect(port.seen).toEqual([]);
	});

	it('leads nowhere else on the server, whatever stands in it', async () => {
		const { port, driver } = scripted(() => refused(404, 'Instance not found'));
		const id = 'default/..%2F..?x=1#y';
		await failureOf(driver.readTarget({ level: 'vm', id, name: 'web' }, never()));
		expect(port.lines).toEqual(['GET /1.0/instances/..%2F..?x=1#y']);
		expect(port.seen[0]?.query).toEqual({ project: 'default' });
	});
});

describe('a snapshot that is only being made', () => {
	const making = (resources: object, status_code = 103) => ({
		running: [
			{
				description: 'Snapshotting instance',
				created_at: '2026-11-22T02:30:00Z',
				status_code,
				resources,
			},
		],
	});
	const older = snapshotRow({ name: 'older', created_at: '2026-11-22T02:29:00Z' });
	const newer = snapshotRow({ name: 'newer', created_at: '2026-11-22T02:30:01Z' });
	const stateOf = async (operations: object) => {
		const { driver } = scripted(({ path }) => sync(path.endsWith('pools') ? [] : [older, newer]), {
			operations: sync(operations),
		});
		const found = await driver.listSnapshots(web, never());
		return found.map(({ name, state }) => [name, state]);
	};
	const READY = ['older', 'ready'];

	it.each<[string, object]>([
		['LXD, by what began when', { instances: ['/1.0/instances/web'] }],
		[
			'Incus, by its name',
			{
				instances: ['/1.0/instances/web'],
				instances_snapshots: ['/1.0/instances/web/snapshots/newer'],
			},
		],
	])('is told from those that are done, on %s', async (_server, resources) => {
		expect(await stateOf(making(resources))).toEqual([READY, ['newer', 'creating']]);
	});

	it.each<[string, object]>([
		['none runs', {}],
		['it is over', making({ instances: ['/1.0/instances/web'] }, 200)],
		['it is of another instance', making({ instances: ['/1.0/instances/web-2'] })],
		['it is of another project', making({ instances: ['/1.0/instances/web?project=lab'] })],
	])('is not seen where %s', async (_why, operations) => {
		expect(await stateOf(operations)).toEqual([READY, ['newer', 'ready']]);
	});

	it('is not asked after where all are old', async () => {
		const row = snapshotRow({ created_at: '2026-11-20T02:00:00Z' });
		const { port, driver } = scripted(({ path }) => sync(path.endsWith('pools') ? [] : [row]));
		await driver.listSnapshots(web, never());
		expect(port.lines).toEqual(['GET /1.0/instances/web/snapshots', 'GET /1.0/storage-pools']);
	});
});
