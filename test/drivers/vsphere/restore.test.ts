import { Fault } from '../../simulators/vsphere';
import { closeBenches, refusalOf, vsphereBench, type BenchOptions } from './bench';

afterEach(closeBenches);

/** With a snapshot of web-01, and a place of each kind beside its own. */
async function prepared(options: BenchOptions = {}) {
	const bench = await vsphereBench(options);
	const { simulator } = bench;
	simulator.addVm({
		name: 'elsewhere',
		folder: 'Restored',
		pool: 'Spare',
		datastore: 'archive',
		host: 'esx-09.example.com',
	});
	return { bench, simulator, snapshot: await bench.take() };
}

const clone = (simulator: { readonly world: { readonly vms: readonly { name: string }[] } }) =>
	simulator.world.vms.filter(({ name }) => name.startsWith('copy'));

const pathAnswer = (found: string) => ({
	kind: 'answer' as const,
	status: 200,
	body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><FindByInventoryPathResponse xmlns="urn:vim25">${found}</FindByInventoryPathResponse></e:Body></e:Envelope>`,
});

describe('a clone', () => {
	it('goes where the settings say, by name', async () => {
		const { bench, simulator, snapshot } = await prepared();
		const settings = {
			folder: 'Restored',
			resourcePool: 'Spare',
			datastore: 'archive',
			host: 'esx-09.example.com',
		};
		await bench.restore(snapshot, { settings });
		expect(clone(simulator)).toMatchObject([
			{
				folder: { name: 'Restored' },
				pool: { name: 'Spare' },
				datastore: { name: 'archive' },
				host: { name: 'esx-09.example.com' },
			},
		]);
		expect(simulator.calls('CreateContainerView')).toBe(1);
	});

	it('goes where a path leads, which vSphere follows itself', async () => {
		const { bench, simulator, snapshot } = await prepared();
		const folder = simulator.world.vms.find(({ name }) => name === 'elsewhere')?.folder;
		const found = `<returnval type="Folder">${folder?.ref.value}</returnval>`;
		simulator.fault('FindByInventoryPath', pathAnswer(found));
		await bench.restore(snapshot, { settings: { folder: '/DC1/vm/Restored/' } });
		expect(clone(simulator)).toMatchObject([{ folder: { name: 'Restored' } }]);
	});

	it.each(['', '<returnval type="Datacenter">datacenter-2</returnval>'])(
		'is not begun when a path leads to no folder (%#)',
		async (found) => {
			const { bench, simulator, snapshot } = await prepared();
			simulator.fault('FindByInventoryPath', pathAnswer(found));
			const call = bench.restore(snapshot, { settings: { folder: 'DC1/vm/Nowhere' } });
			expect(await refusalOf(call)).toMatchObject({ code: 'NOT_FOUND' });
			expect(simulator.calls('CloneVM_Task')).toBe(0);
		},
	);

	it('is not begun when two places have the name', async () => {
		const { bench, simulator, snapshot } = await prepared();
		simulator.addVm({ name: 'third', folder: 'Other' });
		const other = simulator.world.vms.find(({ name }) => name === 'third')?.folder;
		Object.assign(other ?? {}, { name: 'Restored' });
		const error = await refusalOf(bench.restore(snapshot, { settings: { folder: 'Restored' } }));
		expect(error).toMatchObject({ code: 'AMBIGUOUS' });
		expect(error.message).toContain(other?.ref.value);
	});

	it('stays beside the old VM without settings, as one independent of it', async () => {
		const { bench, simulator, snapshot } = await prepared();
		await bench.restore(snapshot);
		const [old] = simulator.world.vms;
		const { folder, datastore } = old ?? {};
		expect(clone(simulator)).toMatchObject([{ folder, datastore, linkedTo: undefined }]);
		expect(simulator.calls('CreateContainerView')).toBe(0);
	});

	it('builds on the snapshot when it is to be a linked one', async () => {
		const { bench, simulator, snapshot } = await prepared();
		await bench.restore(snapshot, { settings: { copy: 'linked' } });
		const [made] = simulator.world.vms.filter(({ name }) => name === 'copy-01');
		expect(made?.linkedTo).toBeDefined();
	});

	it('of a VM in a vApp goes to the folder of its datacenter', async () => {
		const { bench, simulator } = await prepared();
		simulator.addVm({ name: 'app-01', folder: null });
		const app = await bench.target('app-01');
		const { signal } = bench.cancel;
		const request = { name: 'nightly-1', description: '', memory: false, quiesce: false };
		const snapshot = await bench.driver.createSnapshot(app, request, signal);
		const order = { name: 'copy-01', connectNetwork: false, powerOn: false };
		const made = await bench.driver.restoreAsNew(app, snapshot, order, signal);
		expect(made).toMatchObject({ name: 'copy-01', powerState: 'stopped' });
	});

	it.each([
		['folder', 'Nowhere', 'NOT_FOUND'],
		['datastore', 'Restored', 'NOT_FOUND'],
	] as const)('is not begun when the setting %s names %s', async (name, value, code) => {
		const { bench, simulator, snapshot } = await prepared();
		const call = bench.restore(snapshot, { settings: { [name]: value } });
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code });
		expect(error.message).toContain(value);
		expect(simulator.calls('CloneVM_Task')).toBe(0);
	});

	it.each(['no room', 'no power'])('that fails leaves nothing half-made: %s', async (what) => {
		const { bench, simulator, snapshot } = await prepared();
		const on = what === 'no room' ? 'CloneVM_Task' : 'PowerOnVM_Task';
		simulator.fault(on, {
			kind: 'meanwhile',
			happens: () => simulator.failTasks(new Fault('NoDiskSpace', 'Full')),
		});
		const call = bench.restore(snapshot, { powerOn: true });
		expect(await refusalOf(call)).toMatchObject({ code: 'QUOTA' });
		expect(clone(simulator)).toEqual([]);
	});

	it('that can’t be taken away again is named', async () => {
		const { bench, simulator, snapshot } = await prepared();
		for (const on of ['PowerOnVM_Task', 'Destroy_Task']) {
			simulator.fault(on, {
				kind: 'meanwhile',
				happens: () => simulator.failTasks(new Fault('NoDiskSpace', 'Full')),
			});
		}
		const { message } = await refusalOf(bench.restore(snapshot, { powerOn: true }));
		expect(message).toMatch(/half-made VM copy-01 \(vm-\d+\) could not be removed/);
	});

	it('that comes plugged in all the same is not handed out', async () => {
		const { bench, simulator, snapshot } = await prepared();
		let looks = 0;
		simulator.fault(() => clone(simulator).length === 1 && ++looks === 1, {
			kind: 'meanwhile',
			happens: () =>
				simulator.change(simulator.vmNamed('copy-01'), (vm) => {
					vm.cards = vm.cards.map((card) => ({ ...card, startConnected: true }));
				}),
		});
		const error = await refusalOf(bench.restore(snapshot));
		expect(error.message).toContain('would be plugged into the network');
		expect(clone(simulator)).toEqual([]);
	});

	it('is refused by an ESXi host with the way out, and not asked for', async () => {
		const { bench, simulator, snapshot } = await prepared({ apiType: 'HostAgent' });
		const error = await refusalOf(bench.restore(snapshot));
		expect(error).toMatchObject({ code: 'UNSUPPORTED' });
		expect(error.advice).toContain('vCenter');
		expect(simulator.calls('CloneVM_Task')).toBe(0);
	});
});
