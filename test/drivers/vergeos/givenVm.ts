import type { CreateRequest } from '../../../snapshots/driver';
import { vergeosBench, type VergeosBench } from './bench';

export const request: CreateRequest = {
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
};

export async function given(
	spec: Parameters<VergeosBench['simulator']['addVm']>[0] = { name: 'web-01', agent: 'connected' },
	options: Parameters<typeof vergeosBench>[0] = {},
) {
	const bench = await vergeosBench(options);
	bench.simulator.addVm({ name: 'first', running: false });
	bench.simulator.addVm(spec);
	const target = await bench.find('vm', spec.name);
	const { driver, signal } = bench.on;
	return { ...bench, driver, signal, target };
}

export const bodies = ({ simulator }: VergeosBench, path: string): unknown[] =>
	simulator.requests
		.filter((seen) => seen.method === 'POST' && seen.path.endsWith(path))
		.map(({ body }) => body);
