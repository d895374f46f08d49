import { refusal } from '../server/apiError';
import { listAnswer } from './paging';
import { found, type Handler } from './request';
import type { Routes } from './router';
import { snapshotView } from './views';

/** What `stand-alone=true` means is not published; the vendor's client shows the history by it. */
const list: Handler = (request) => {
	const { world, query } = request;
	const history = query.get('stand-alone') === 'true';
	const guid = query.get('protected-entity');
	if (guid === null && world.quirks.snapshotsOfAll !== 'listed') {
		throw refusal(world.quirks.snapshotsOfAll, '');
	}
	const vms = guid === null ? [...world.vms.values()] : [found(world.vms, guid, 'Entity')];
	const snapshots = vms.flatMap((vm) =>
		history ? world.snapshots.history(vm) : world.snapshots.of(vm),
	);
	return listAnswer(request, snapshots, (one) => snapshotView(world, one, history));
};

export const snapshotRoutes: Routes = { 'GET /snapshots': list };
