import type { CreateRequest } from '../../../snapshots/driver';
import { removeSnapshot } from '../../../snapshots/operations/remove';
import { PATIENCE } from '../../support/bench';
import { SYSTEM, vergeosBench } from './bench';

export const request: CreateRequest = {
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
};
export const SLOW = {
	building: 20,
	find: 10,
	importing: 30,
	provisioning: 20,
	tenantStart: 30,
	vmStart: 3,
};
export async function given(options: Parameters<typeof vergeosBench>[0] = {}) {
	const bench = await vergeosBench(options);
	const { simulator } = bench;
	simulator.addVm({ name: 'web-01', tags: ['production'], disk: 'web' });
	simulator.addVm({ name: 'web-02', running: false, tags: ['scratch'] });
	simulator.addTenant({ name: 'customer-a' });
	const target = await bench.find('system', SYSTEM);
	const { driver, signal } = bench.on;
	const remove = async (id: string) =>
		await removeSnapshot(bench.on, target, {
			snapshot: { by: 'id', value: id },
			includeForeign: false,
			preview: false,
			patience: PATIENCE,
		});
	return { ...bench, driver, signal, target, remove };
}
