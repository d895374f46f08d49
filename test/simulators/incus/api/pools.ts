import { poolNamed } from '../model/lookup';
import { sync } from '../server/envelope';
import { part, recursionOf, type Routes } from './request';
import { poolView } from './views';

export const poolRoutes: Routes = {
	'GET /storage-pools': (request) => {
		const pools = [...request.world.pools.values()];
		return recursionOf(request) > 0
			? sync(pools.map(poolView))
			: sync(pools.map(({ name }) => `/1.0/storage-pools/${encodeURIComponent(name)}`));
	},
	'GET /storage-pools/{pool}': (request) =>
		sync(poolView(poolNamed(request.world, part(request, 'pool')))),
};
