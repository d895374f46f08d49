import { Die, type Config, type Guest } from './entities';
import { abilitiesOf, storageOf, type Storage, type StorageSpec } from './storages';

export interface Volume {
	/** `local-lvm:vm-100-disk-0` */
	readonly id: string;
	readonly storage: Storage;
	/** On the storage itself, oldest first; replication has its own here. */
	snapshots: string[];
	/** What a linked clone was made from. */
	readonly origin?: { readonly volume: string; readonly snapshot: string };
}

export interface Drive {
	/** `scsi0`, `rootfs` */
	readonly key: string;
	/** Undefined: a device or directory of the host, passed through. */
	readonly volume?: Volume;
}

export type VolumeOperation = 'snapshot' | 'delete' | 'rollback' | 'copy' | 'free';

interface Trap {
	readonly operation: VolumeOperation;
	readonly message: string;
	readonly vmid?: number;
	left: number;
}

const DRIVE_KEY = /^(?:(?:ide|sata|scsi|virtio|mp)\d+|efidisk0|tpmstate0|rootfs)$/;

/** All volumes of all storages. */
export class Volumes {
	readonly storages = new Map<string, Storage>();
	readonly all = new Map<string, Volume>();
	private traps: Trap[] = [];

	addStorage(spec: StorageSpec): void {
		this.storages.set(spec.name, storageOf(spec));
	}

	storage(name: string): Storage {
		const storage = this.storages.get(name);
		if (storage === undefined) throw new Die(`storage '${name}' does not exist`);
		return storage;
	}

	allocate(on: string, vmid: number, kind = 'disk', origin?: Volume['origin']): Volume {
		const storage = this.storage(on);
		const { files, format } = abilitiesOf(storage);
		const idOf = (number: number): string => {
			const name = `vm-${vmid}-${kind}${kind === 'disk' ? `-${number}` : ''}`;
			const raw = kind.startsWith('state-') ? 'raw' : format;
			return files ? `${on}:${vmid}/${name}.${raw}` : `${on}:${name}`;
		};
		let number = 0;
		while (this.all.has(idOf(number)) && kind === 'disk') number += 1;
		const volume: Volume = { id: idOf(number), storage, snapshots: [], origin };
		this.all.set(volume.id, volume);
		return volume;
	}

	free(id: string): void {
		this.all.delete(id);
	}

	/** Disks that take part in snapshots; what stands in a CD drive does not. */
	drivesOf(config: Config): Drive[] {
		const drives: Drive[] = [];
		for (const [key, value] of Object.entries(config)) {
			if (!DRIVE_KEY.test(key) || /(?:^|,)media=cdrom(?:,|$)/.test(String(value))) continue;
			const id = String(value)
				.split(',')[0]
				?.replace(/^(?:file|volume)=/, '');
			drives.push({ key, volume: this.all.get(id ?? '') });
		}
		return drives;
	}

	volumesOf(config: Config): Volume[] {
		return this.drivesOf(config).flatMap(({ volume }) => volume ?? []);
	}

	/** Lets the storage refuse the next times. */
	trap(operation: VolumeOperation, message: string, vmid: number | undefined, times: number): void {
		this.traps.push({ operation, message, vmid, left: times });
	}

	assertWorks(operation: VolumeOperation, { vmid }: Guest): void {
		const trap = this.traps.find(
			(one) => one.operation === operation && (one.vmid === undefined || one.vmid === vmid),
		);
		if (trap === undefined) return;
		trap.left -= 1;
		if (trap.left <= 0) this.traps = this.traps.filter((one) => one !== trap);
		throw new Die(trap.message);
	}

	/** The linked clone that needs a snapshot of a volume. */
	dependentOn(volume: string, snapshot: string): Volume | undefined {
		return [...this.all.values()].find(
			({ origin }) => origin?.volume === volume && origin.snapshot === snapshot,
		);
	}
}
