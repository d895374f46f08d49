import type { World } from './model/world';
import { seedProfile } from './seeding';
import { STOCK_PROFILES } from './stockProfiles';

/** What every installation has. */
export function furnish(world: World, cloudName: string): void {
	const { version } = world;
	world.table('system').insert({ cloud_name: cloudName, yb_version: version, os_version: version });
	world.table('clusters').insert({ name: 'Cluster 1' });
	world.table('nodes').insert({ name: 'node1' });
	world.table('vnets').insert({ name: 'Internal' });
	world.table('vm_services').insert({ name: 'NAS' });
	for (const [name, periods] of Object.entries(STOCK_PROFILES)) {
		seedProfile(world, name, periods);
	}
}
