import { joined } from '../inventory';
import type { LevelDriver, Vergeos } from '../level';
import { keyValue } from '../schema';
import { tagsOf } from '../tags';
import { revertTenant } from './revert';
import { tenantSnapshots } from './snapshots';
import { readTenant, tenantPages, tenantTarget } from './tenants';

/** Tenants as their parent sees them. Inside, a tenant is a VergeOS with all levels of its own. */
export function tenantLevel(on: Vergeos): LevelDriver {
	const { client } = on;
	const table = tenantSnapshots(on);

	const readTarget: LevelDriver['readTarget'] = async (target, signal) => {
		const tenant = await readTenant(client, target, signal);
		return tenantTarget(tenant, await tagsOf(client, 'tenants', tenant.$key, signal));
	};

	return {
		readTarget,

		inventory(query, signal) {
			const from = {
				client,
				taggedAs: 'tenants' as const,
				targets: tenantPages(client, query.nameContains ?? '', signal),
				snapshots: query.withSnapshots ? table.pages(signal) : undefined,
				isTarget: ({ is_snapshot }: { readonly is_snapshot: boolean }) => !is_snapshot,
				toTarget: tenantTarget,
				keyOf: ({ $key }: { readonly $key: string }) => $key,
				ownerOf: ({ tenant }: { readonly tenant: string }) => tenant,
				toSnapshot: table.toSnapshot,
			};
			return joined(query, from, signal);
		},

		async listSnapshots(target, signal) {
			const { $key } = await readTenant(client, target, signal);
			return await table.snapshotsOf($key, signal);
		},

		async createSnapshot(target, request, signal) {
			const { $key } = await readTenant(client, target, signal);
			const more = { tenant: keyValue($key) };
			return table.toSnapshot(await table.create(target, request, more, signal));
		},

		async revertToSnapshot(target, snapshot, request, signal) {
			await revertTenant(on, table, target, snapshot, request, signal);
			return await readTarget(target, signal);
		},

		async deleteSnapshot(target, snapshot, signal) {
			const { $key } = await readTenant(client, target, signal);
			const row = await table.find(target, $key, snapshot, signal);
			if (row !== undefined) await table.delete(target, snapshot, signal);
		},

		async updateSnapshot(target, snapshot, change, signal) {
			const { $key } = await readTenant(client, target, signal);
			return await table.update(target, $key, snapshot, change, signal);
		},
	};
}
