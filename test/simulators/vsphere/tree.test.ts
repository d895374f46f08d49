import type { VsphereOptions } from './index';
import { removal, snapshotCalled, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface WithVm extends Given {
	readonly vm: string;
	/** By the API; tells what the method is called on. */
	readonly take: (name: string, wish?: { memory?: boolean }) => Promise<string>;
	readonly names: () => string[];
}

async function givenVm(
	power: 'poweredOn' | 'poweredOff',
	options?: VsphereOptions,
): Promise<WithVm> {
	const given = await bench.given(options);
	const { simulator, client } = given;
	const vm = simulator.addVm({ name: 'web-01', power, independentDisk: power === 'poweredOff' });
	const take: WithVm['take'] = async (name, wish) => {
		await client.returned(
			'CreateSnapshot_Task',
			`VirtualMachine:${vm}`,
			snapshotCalled(name, wish),
		);
		return `VirtualMachineSnapshot:${simulator.snapshotsOf(vm).at(-1)?.ref.value}`;
	};
	return { ...given, vm, take, names: () => simulator.snapshotsOf(vm).map(({ name }) => name) };
}

const REVERT = 'RevertToSnapshot_Task';

describe('a revert', () => {
	it('to a snapshot without memory ends powered off, even if the VM ran', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		simulator.write(vm, 'before');
		const on = await take('s');
		simulator.write(vm, 'after');
		simulator.writeMemory(vm, 'a game');
		await client.returned(REVERT, on);
		expect([simulator.read(vm), simulator.readMemory(vm)]).toEqual(['before', '']);
		expect(simulator.powerOf(vm)).toBe('poweredOff');
	});

	it.each(['poweredOn', 'poweredOff'] as const)(
		'to a snapshot with memory ends running, though the VM was %s',
		async (power) => {
			const { simulator, client, vm, take } = await givenVm('poweredOn');
			simulator.writeMemory(vm, 'a game');
			const on = await take('s', { memory: true });
			simulator.writeMemory(vm, 'game over');
			simulator.setPower(vm, power);
			await client.returned(REVERT, on, '<suppressPowerOn>false</suppressPowerOn>');
			expect([simulator.powerOf(vm), simulator.readMemory(vm)]).toEqual(['poweredOn', 'a game']);
			expect(simulator.networkOf(vm).connected).toBe(true);
		},
	);

	it.each([
		['poweredOff', ''],
		['suspended', 'a game'],
	] as const)('with power-on suppressed ends %s', async (suppressedPowerOn, memory) => {
		const quirks = { suppressedPowerOn };
		const { simulator, client, vm, take } = await givenVm('poweredOn', { quirks });
		simulator.writeMemory(vm, 'a game');
		const on = await take('s', { memory: true });
		await client.returned(REVERT, on, '<suppressPowerOn>true</suppressPowerOn>');
		expect([simulator.powerOf(vm), simulator.readMemory(vm)]).toEqual([suppressedPowerOn, memory]);
	});

	it('keeps the tree, and the snapshot becomes the current one', async () => {
		const { simulator, client, vm, take, names } = await givenVm('poweredOn');
		const first = await take('first');
		await take('second');
		await client.returned(REVERT, first);
		expect(names()).toEqual(['first', 'second']);
		const path = 'snapshot.currentSnapshot';
		const told = await client.properties(`VirtualMachine:${vm}`, path);
		expect(`VirtualMachineSnapshot:${told[path]}`).toBe(first);
		await take('third');
		const [one, two, three] = simulator.snapshotsOf(vm);
		expect([two?.parent, three?.parent]).toEqual([one, one]);
	});

	it('leaves independent disks as they are', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOff');
		simulator.write(vm, 'before');
		const on = await take('s');
		simulator.write(vm, 'after');
		simulator.writeIndependent(vm, 'log');
		await client.returned(REVERT, on);
		expect([simulator.read(vm), simulator.readIndependent(vm)]).toEqual(['before', 'log']);
	});

	it('to the current snapshot is refused where there is none', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		const on = `VirtualMachine:${vm}`;
		expect((await client.call('RevertToCurrentSnapshot_Task', on)).fault).toBe('NotFound');
		simulator.write(vm, 'before');
		await take('s');
		simulator.write(vm, 'after');
		await client.returned('RevertToCurrentSnapshot_Task', on);
		expect(simulator.read(vm)).toBe('before');
	});

	it('is not supported where the capability says so', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		const on = await take('s');
		simulator.change(vm, ({ capability }) => (capability.revertToSnapshotSupported = false));
		expect((await client.call(REVERT, on)).fault).toBe('NotSupported');
	});
});

describe('a removal', () => {
	it('gives the children to the parent, and leaves the live state', async () => {
		const { simulator, client, vm, take, names } = await givenVm('poweredOn');
		await take('first');
		const second = await take('second');
		await take('third');
		simulator.write(vm, 'live');
		await client.returned('RemoveSnapshot_Task', second, removal(false));
		expect(names()).toEqual(['first', 'third']);
		const [first, third] = simulator.snapshotsOf(vm);
		expect(third?.parent).toBe(first);
		expect([simulator.read(vm), simulator.powerOf(vm)]).toEqual(['live', 'poweredOn']);
		expect((await client.call('RemoveSnapshot_Task', second, removal(false))).fault).toBe(
			'ManagedObjectNotFound',
		);
	});

	it('may take the children along', async () => {
		const { client, take, names } = await givenVm('poweredOn');
		await take('first');
		const second = await take('second');
		await take('third');
		await client.returned('RemoveSnapshot_Task', second, removal(true));
		expect(names()).toEqual(['first']);
	});

	it('of the last leaves no property behind', async () => {
		const { client, vm, take } = await givenVm('poweredOn');
		await client.returned('RemoveSnapshot_Task', await take('only'), removal(false, true));
		const on = `VirtualMachine:${vm}`;
		expect(await client.properties(on, 'snapshot', 'rootSnapshot')).toEqual({ rootSnapshot: '' });
	});

	it('of all clears the tree', async () => {
		const { client, vm, take, names } = await givenVm('poweredOn');
		await take('first');
		await take('second');
		await client.returned('RemoveAllSnapshots_Task', `VirtualMachine:${vm}`);
		expect(names()).toEqual([]);
	});

	it('without consolidation needs it afterwards', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		await client.returned('RemoveSnapshot_Task', await take('s'), removal(false, false));
		expect(simulator.consolidationNeeded(vm)).toBe(true);
		await client.returned('ConsolidateVMDisks_Task', `VirtualMachine:${vm}`);
		expect(simulator.consolidationNeeded(vm)).toBe(false);
	});

	it.each(['error', 'success'] as const)(
		'that a backup keeps from the files ends in %s, and the snapshot is gone',
		async (lockedRemoval) => {
			const quirks = { lockedRemoval };
			const { simulator, client, vm, take, names } = await givenVm('poweredOn', { quirks });
			const on = await take('s');
			simulator.lockFiles(vm);
			const task = await client.returned('RemoveSnapshot_Task', on, removal(false));
			expect((await client.info(task)).state).toBe(lockedRemoval);
			expect((await client.info(task)).error).toBe(
				lockedRemoval === 'error' ? 'FileLocked' : undefined,
			);
			expect(names()).toEqual([]);
			const path = 'runtime.consolidationNeeded';
			const needed = async () => (await client.properties(`VirtualMachine:${vm}`, path))[path];
			expect(await needed()).toBe('true');
			const consolidate = () => client.returned('ConsolidateVMDisks_Task', `VirtualMachine:${vm}`);
			expect((await client.info(await consolidate())).error).toBe('FileLocked');
			expect(await needed()).toBe('true');
			simulator.releaseFiles(vm);
			expect((await client.info(await consolidate())).state).toBe('success');
			expect(await needed()).toBe('false');
		},
	);

	it('is refused while the snapshots are locked', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		const on = await take('s');
		simulator.change(vm, (one) => (one.snapshotsLocked = true));
		expect((await client.call('RemoveSnapshot_Task', on, removal(false))).fault).toBe(
			'SnapshotLocked',
		);
	});
});

describe('a change of name or description', () => {
	it('is done at once, and leaves what is not told', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		const on = await take('old');
		const text = '<description>new &amp; true</description>';
		expect(await client.call('RenameSnapshot', on, text)).toMatchObject({
			status: 200,
			xml: expect.stringContaining(
				'<RenameSnapshotResponse xmlns="urn:vim25"></RenameSnapshotResponse>',
			),
		});
		expect(simulator.snapshotsOf(vm)[0]).toMatchObject({ name: 'old', description: 'new & true' });
		await client.call('RenameSnapshot', on, '<name>new</name>');
		expect(simulator.snapshotsOf(vm)[0]).toMatchObject({ name: 'new', description: 'new & true' });
	});
});

describe('currentSnapshot', () => {
	it('can be unset although there are snapshots, until the next is made', async () => {
		const { simulator, client, vm, take } = await givenVm('poweredOn');
		await take('one');
		simulator.hideCurrent(vm);
		const on = `VirtualMachine:${vm}`;
		const hidden = await client.properties(on, 'snapshot', 'snapshot.currentSnapshot');
		expect(Object.keys(hidden)).toEqual(['snapshot']);
		expect(hidden.snapshot).toMatch(/^<rootSnapshotList>/);
		await take('two');
		expect((await client.properties(on, 'snapshot')).snapshot).toMatch(/^<currentSnapshot /);
	});
});

describe('layoutEx', () => {
	it('tells the files of each snapshot, with its memory only where there is some', async () => {
		const { client, vm, take } = await givenVm('poweredOn');
		await take('disks');
		await take('all', { memory: true });
		const { layoutEx = '' } = await client.properties(`VirtualMachine:${vm}`, 'layoutEx');
		const memoryKeys = [...layoutEx.matchAll(/<memoryKey>(-?\d+)<\/memoryKey>/g)].map(
			([, key]) => key,
		);
		expect(memoryKeys).toEqual(['-1', expect.stringMatching(/^\d+$/)]);
		expect(layoutEx).toContain(
			`<file><key>${memoryKeys[1]}</key><name>[datastore1] web-01/web-01-Snapshot2.vmem</name><type>snapshotMemory</type><size>2147483648</size>`,
		);
		expect(layoutEx.match(/<name>[^<]*-delta\.vmdk<\/name>/g)).toHaveLength(2);
	});
});
