import type { Row } from '../model/table';
import { insertVolume, setMounted, volumeContentOf } from '../model/volumes';
import { refOf, type World } from '../model/world';
import { danglingKey, missing, notInList } from '../writers/input';
import { isNameOfLive, nameTaken } from '../writers/names';
import { notSimulated, textIn, type Action, type ActionResult, type RowActionCall } from './action';

export const volumeActions: Readonly<Record<string, Action>> = {
	restore,
	clone,
	enable: mount(true),
	disable: mount(false),
	reset: mount(true),
	// Its parameters are not known.
	recover_cloudsnapshot: notSimulated,
};

function mount(mounted: boolean): Action {
	return ({ world, row }) => {
		setMounted(world, row, mounted);
		return undefined;
	};
}

/** `restore_type` stands beside the action, not among its parameters. */
function restore(call: RowActionCall): ActionResult {
	const { world, body } = call;
	const type = body.restore_type ?? 'data';
	if (type !== 'data' && type !== 'all') throw notInList(type, 'restore_type');
	const { frozen, target } =
		world.quirks.volumeRestoreKey === 'snapVolume' ? byFrozenCopy(call) : bySource(call);
	world.assertFree(refOf('volumes', target));
	target._disk = frozen._disk ?? '';
	if (type === 'all') {
		world.table('volumes').change(target, { description: frozen.description ?? '' });
	}
	return undefined;
}

/** Inferred from VMs: the key is that of the frozen copy. */
function byFrozenCopy({ world, row }: RowActionCall): { frozen: Row; target: Row } {
	const snapshot = world.table('volume_snapshots').where('snap_volume', row.$key)[0];
	const target = world.table('volumes').find(snapshot?.volume);
	if (row.is_snapshot !== true || target === undefined) throw danglingKey('volume');
	return { frozen: row, target };
}

function bySource({ world, row, params }: RowActionCall): { frozen: Row; target: Row } {
	const { snapshot: key } = params;
	if (key === undefined) throw missing('snapshot');
	const isKey = typeof key === 'string' || typeof key === 'number';
	const snapshot = isKey ? world.table('volume_snapshots').find(key) : undefined;
	const frozen = world.table('volumes').find(snapshot?.snap_volume);
	if (frozen === undefined || snapshot?.volume !== row.$key) throw danglingKey('snapshot');
	return { frozen, target: row };
}

/** A new volume that comes online by itself. */
function clone({ world, row, params }: RowActionCall): ActionResult {
	const name = textIn(params, 'name') ?? `${String(row.name)}_restored`;
	if (isNameOfLive(world, 'volumes', name)) throw nameTaken();
	const service = serviceIn(world, params.service) ?? Number(row.service);
	const volume = insertVolume(world, { ...volumeContentOf(row), name, service });
	return world.quirks.volumeCloneAnswer === 'empty' ? undefined : { volumekey: volume.$key };
}

function serviceIn(world: World, key: unknown): number | undefined {
	if (typeof key !== 'string' && typeof key !== 'number') return undefined;
	const service = world.table('vm_services').find(key);
	if (service === undefined) throw danglingKey('service');
	return Number(service.$key);
}
