import { clone } from './clone';
import { machines } from './machines';
import type { Methods } from './method';
import { power } from './power';
import { retrieveProperties } from './retrieveProperties';
import { search } from './search';
import { session } from './session';
import { snapshotChanges } from './snapshotChanges';
import { snapshots } from './snapshots';
import { tasks } from './tasks';
import { updates } from './updates';
import { views } from './views';

/** Every method that is served. */
export const METHODS: Methods = {
	...session,
	...views,
	...retrieveProperties,
	...search,
	...updates,
	...snapshots,
	...snapshotChanges,
	...power,
	...machines,
	...clone,
	...tasks,
};
