import type { VergeosOptions } from './index';
import type { Given, TestBench } from './testBench';
import type { TestRow } from './testClient';

/** Three VMs with tags, and a tenant that is offline. */
export const givenSystemOn =
	(bench: TestBench) =>
	async (options: VergeosOptions = {}): Promise<Given> => {
		const given = await bench.given(options);
		const { simulator } = given;
		simulator.addVm({ name: 'web-01', disk: 'web', tags: ['production'], description: 'shop' });
		simulator.addVm({ name: 'db-01', disk: 'orders', tags: ['production'] });
		simulator.addVm({ name: 'test-01', disk: 'test', tags: ['test'] });
		simulator.addTenant({ name: 'customer-a', disk: 'their data', running: false });
		return given;
	};

/** What is listed of a system snapshot. */
export const childrenOf = async (
	{ client }: Given,
	kind: 'vms' | 'tenants',
	snapshot: string,
	fields = 'name',
): Promise<TestRow[]> =>
	await client.rows(`cloud_snapshot_${kind}`, {
		filter: `cloud_snapshot eq ${snapshot}`,
		fields,
		sort: 'name',
	});

/** The same, after it was asked to look. */
export async function found(
	given: Given,
	kind: 'vms' | 'tenants',
	snapshot: string,
): Promise<TestRow[]> {
	const body = { cloud_snapshot: Number(snapshot), action: `find_${kind}`, params: {} };
	await given.client.act('cloud_snapshot', body);
	return await childrenOf(given, kind, snapshot, '$key,name,original_key,status,ram');
}
