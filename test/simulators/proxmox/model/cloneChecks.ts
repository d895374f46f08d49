import { existing } from './deleting';
import { Die, WORD, type Config, type Content, type Guest } from './entities';
import { canDo, sourceOf } from './features';
import { assertUnlocked, type World } from './world';

export interface CloneOrder {
	readonly newid: number;
	readonly snapname?: string;
	readonly full: boolean;
	readonly name?: string;
	readonly description?: string;
	readonly storage?: string;
	readonly format?: string;
	readonly target?: string;
	readonly pool?: string;
}

/** What is looked at first, before there is a task; `assertCopyable` follows. */
export function assertOrderFits(world: World, source: Guest, order: CloneOrder): void {
	const word = WORD[source.type];
	const { storage, target, newid } = order;
	if (storage !== undefined) {
		const { shared } = world.volumes.storage(storage);
		if (isElsewhere(source, target) && !shared) {
			throw new Die(`can't clone to non-shared storage '${storage}'`);
		}
	}
	assertUnlocked(source);
	const { config } = originOf(source, order);
	if (!order.full && storage !== undefined) {
		throw new Die(`parameter 'storage' not allowed for linked clones`);
	}
	if (!order.full && order.format !== undefined) {
		throw new Die(`parameter 'format' not allowed for linked clones`);
	}
	if (isElsewhere(source, target) && !isShared(world, config, storage)) {
		throw new Die(`can't clone ${word} to node '${target}' (${word} uses local storage)`);
	}
	if (world.guests.has(newid)) {
		throw new Die(`unable to create ${word} ${newid}: config file already exists`);
	}
}

const isElsewhere = ({ node }: Guest, target: string | undefined): boolean =>
	target !== undefined && target !== node;

const isShared = ({ volumes }: World, config: Config, storage: string | undefined): boolean =>
	volumes
		.volumesOf(config)
		.every((volume) => (storage === undefined ? volume.storage : volumes.storage(storage)).shared);

/** Whether all disks can be copied, or cloned without copying. */
export function assertCopyable(world: World, source: Guest, order: CloneOrder): void {
	const { full, snapname } = order;
	const { config } = originOf(source, order);
	const isRunning = source.status === 'running';
	if (source.type === 'lxc' && full) {
		// It does not ask the storage for `copy` (pve-container, LXC.pm).
		if (isRunning && snapname === undefined) {
			throw new Die('Full clone of a running container is only possible from a snapshot');
		}
		return;
	}
	if (isRunning && snapname === undefined && config.tpmstate0 !== undefined) {
		throw new Die('cannot clone TPM state while VM is running');
	}
	for (const drive of world.volumes.drivesOf(config)) {
		const origin = sourceOf(config, snapname !== undefined);
		if (canDo(drive, full ? 'copy' : 'clone', origin)) continue;
		const id = drive.volume?.id ?? String(config[drive.key]).split(',')[0];
		const kind = full ? 'Full' : 'Linked';
		const what =
			snapname === undefined ? `drive '${drive.key}'` : `a snapshot of '${id}' (${drive.key})`;
		throw new Die(`${kind} clone feature is not supported for ${what}`);
	}
}

export interface Origin {
	readonly config: Config;
	readonly content: Content;
}

/** RAM is not carried over. */
export function originOf(source: Guest, { snapname }: CloneOrder): Origin {
	const { config, content } = snapname === undefined ? source : existing(source, snapname);
	return { config, content: { disk: content.disk, memory: '' } };
}
