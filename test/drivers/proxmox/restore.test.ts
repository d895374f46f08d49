import type { RestoreRequest } from '../../../snapshots/driver';
import type { Target } from '../../../snapshots/model';
import { comeToRest } from '../../support/clock';
import { closeBenches, proxmoxBench, type BenchOptions, type ProxmoxBench } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

const CLONE = 'POST /nodes/pve1/qemu/100/clone';

async function prepared(options: BenchOptions = {}, name = 'web-01') {
	const bench = await proxmoxBench(options);
	if (name !== 'web-01') bench.simulator.addGuest({ name, type: 'lxc', networkCards: 2 });
	const target = await bench.target(name);
	bench.simulator.write(Number(target.id), 'before');
	const snapshot = await bench.take(target);
	bench.simulator.write(Number(target.id), 'after');
	bench.simulator.clearRequests();
	const restore = async (more: Partial<RestoreRequest> = {}): Promise<Target> => {
		const request = { name: 'copy-01', connectNetwork: false, powerOn: false, ...more };
		return await bench.driver.restoreAsNew(target, snapshot, request, bench.cancel.signal);
	};
	return { bench, target, snapshot, restore };
}

const clonesOf = (bench: ProxmoxBench): unknown[] => bench.formsTo('/clone');

const guestsOf = ({ simulator }: ProxmoxBench): unknown[] =>
	[...simulator.world.guests.values()].map(({ config }) => config.name ?? config.hostname);

describe('a new VM', () => {
	it('is a full clone with the lowest free ID unless more is said', async () => {
		const { bench, restore } = await prepared();
		expect(await restore()).toMatchObject({ id: '101', name: 'copy-01', powerState: 'stopped' });
		expect(clonesOf(bench)).toEqual([
			{ newid: '101', name: 'copy-01', snapname: 'nightly-1', full: '1' },
		]);
	});

	it('goes to the storage, node and pool, and gets the ID, that are asked for', async () => {
		const { bench, restore } = await prepared({
			nodes: ['pve1', 'pve2'],
			storages: [{ name: 'ceph', driver: 'rbd' }],
		});
		bench.simulator.addStorage({ name: 'ceph-2', driver: 'rbd' });
		bench.simulator.addPool('restored');
		const settings = { storage: ' ceph-2 ', node: 'pve2', pool: 'restored', newId: '9100' };
		const made = await restore({ settings, powerOn: true });
		expect(made).toMatchObject({
			id: '9100',
			powerState: 'running',
			tags: ['pool:restored'],
			details: { node: 'pve2', pool: 'restored' },
		});
		expect(clonesOf(bench)).toMatchObject([{ storage: 'ceph-2', target: 'pve2', full: '1' }]);
	});

	it('can be a linked clone where the storage makes any', async () => {
		const { bench, restore } = await prepared();
		await restore({ settings: { clone: 'linked' } });
		expect(clonesOf(bench)).toEqual([
			{ newid: '101', name: 'copy-01', snapname: 'nightly-1', full: '0' },
		]);
	});

	it.each([
		['zfspool', 'full', /backup/],
		['zfspool', 'linked', /Full/],
		['dir-qcow2', 'linked', /Full/],
		['lvm-volume-chain', 'linked', /Full/],
	] as const)('on %s as a %s clone is refused with the ways out', async (driver, clone, advice) => {
		const { bench, restore } = await prepared({ storages: [{ name: 'disks', driver }] });
		const error = await refusalOf(restore({ settings: { clone } }));
		expect(error.code).toBe('UNSUPPORTED');
		expect(error.message).toContain('web-01');
		expect(error.advice).toMatch(advice);
		expect(bench.calls()).not.toContain(CLONE);
	});

	it.each([
		['a linked clone on another storage', { clone: 'linked', storage: 'x' }],
		['an ID that is none', { newId: 'new' }],
		['an ID below all', { newId: '99' }],
	])('is refused before anything is asked for %s', async (_what, settings) => {
		const { bench, restore } = await prepared();
		expect((await refusalOf(restore({ settings }))).code).toBe('INVALID_INPUT');
		expect(bench.simulator.requests).toEqual([]);
	});

	it('gets another ID when somebody else was faster', async () => {
		const { bench, restore } = await prepared();
		let rivals = 0;
		const happens = () => void bench.simulator.addGuest({ name: `rival-${(rivals += 1)}` });
		bench.simulator.fault(CLONE, { kind: 'meanwhile', happens }, 2);
		expect((await restore()).id).toBe('103');
		expect(bench.calls().filter((call) => call === CLONE)).toHaveLength(3);
	});

	it('with an ID that was asked for and is taken is CONFLICT after one try', async () => {
		const { bench, restore } = await prepared();
		bench.simulator.addGuest({ name: 'taken', vmid: 9100 });
		const error = await refusalOf(restore({ settings: { newId: '9100' } }));
		expect(error.code).toBe('CONFLICT');
		expect(error.advice).toMatch(/New VM ID/);
		expect(bench.calls().filter((call) => call === CLONE)).toHaveLength(1);
		expect(guestsOf(bench)).toEqual(['web-01', 'taken']);
	});

	it('of a source that another clone holds is BUSY', async () => {
		const { bench, restore } = await prepared();
		const said = "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout";
		bench.simulator.endTasks({ kind: 'fails', message: said }, { type: 'qmclone' });
		expect(await refusalOf(restore())).toMatchObject({ code: 'BUSY', retryable: true });
	});
});

describe('a new VM that could not be finished', () => {
	it('leaves nothing when its clone fails', async () => {
		const { bench, restore } = await prepared();
		bench.simulator.failStorage('copy', 'clone failed: no space left on device');
		expect((await refusalOf(restore())).code).toBe('QUOTA');
		expect(guestsOf(bench)).toEqual(['web-01']);
	});

	it('is removed when its cables can’t be pulled, for want of a right', async () => {
		const { bench, restore } = await prepared();
		bench.simulator.fault('PUT /nodes', {
			kind: 'answer',
			status: 403,
			body: { message: 'Permission check failed (/vms/101, VM.Config.Network)\n' },
		});
		const error = await refusalOf(restore());
		expect(error.code).toBe('FORBIDDEN');
		expect(error.message).toMatch(/VM\.Config\.Network on \/vms\/101/);
		expect(guestsOf(bench)).toEqual(['web-01']);
	});

	it('is removed when it does not start', async () => {
		const { bench, restore } = await prepared();
		bench.simulator.endTasks({ kind: 'fails', message: 'no memory left' }, { type: 'qmstart' });
		const error = await refusalOf(restore({ powerOn: true }));
		expect(error.message).toMatch(/no memory left/);
		// Its start was broken off with a lock, so it can't be removed either: then it is named.
		const isLeft = guestsOf(bench).length > 1;
		expect(error.message.includes('half-made guest copy-01 (101) on node pve1')).toBe(isLeft);
	});

	it('is named in the error when it can’t be removed', async () => {
		const { bench, restore } = await prepared();
		const refused = { kind: 'answer', status: 500, body: { message: 'not today' } } as const;
		bench.simulator.fault('PUT /nodes', refused);
		bench.simulator.fault('DELETE /nodes', refused);
		const error = await refusalOf(restore());
		expect(error.message).toMatch(/not today.*half-made guest copy-01 \(101\) on node pve1/);
		expect(error.advice).toMatch(/Remove copy-01/);
		expect(guestsOf(bench)).toEqual(['web-01', 'copy-01']);
	});

	it('is taken away when whoever ordered it cancels, whom nobody keeps waiting', async () => {
		const { bench, restore } = await prepared({ durations: { clone: 3600 } });
		const reason = new Error('the person cancelled');
		bench.simulator.fault(({ path }) => path.includes('/tasks/') && path.endsWith('/status'), {
			kind: 'meanwhile',
			happens: () => bench.cancel.abort(reason),
		});
		await expect(restore()).rejects.toBe(reason);
		await comeToRest();
		await bench.driver.close();
		expect(guestsOf(bench)).toEqual(['web-01']);
		expect(bench.calls().some((call) => /^DELETE .*\/tasks\//.test(call))).toBe(true);
	});
});

describe('a new container', () => {
	it.each(['lvmthin', 'zfspool'] as const)(
		'on %s is a full clone by its host name, with each cable pulled',
		async (driver) => {
			const storages = [{ name: 'disks', driver }];
			const { bench, restore } = await prepared({ storages }, 'ct-01');
			const made = await restore();
			expect(made).toMatchObject({ name: 'copy-01', details: { type: 'lxc' } });
			expect(clonesOf(bench)).toEqual([
				{ newid: '102', hostname: 'copy-01', snapname: 'nightly-1', full: '1' },
			]);
			expect(bench.simulator.read(102)).toBe('before');
			const { config } = bench.simulator.guest(102);
			const cards = Object.entries(config).filter(([key]) => key.startsWith('net'));
			expect(cards).toHaveLength(2);
			for (const [, card] of cards) expect(card).toContain('link_down=1');
		},
	);
});
