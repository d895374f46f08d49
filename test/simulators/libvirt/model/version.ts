/** A release of libvirt, and what its snapshots could do: facts of the release notes and of measurement. */
export class LibvirtVersion {
	readonly number: number;

	constructor(readonly text: string) {
		const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
		this.number = major * 1_000_000 + minor * 1_000 + patch;
	}

	private since(text: string): boolean {
		return this.number >= new LibvirtVersion(text).number;
	}

	get deletesExternal(): boolean {
		return this.since('9.0.0');
	}

	get revertsExternal(): boolean {
		return this.since('9.9.0');
	}

	/** External snapshots of a running VM, state `disk-snapshot`. The exact release is not established. */
	get revertsDiskSnapshots(): boolean {
		return this.since('10.10.0');
	}

	/** Internal snapshots of UEFI guests, if their NVRAM file is qcow2. */
	get snapshotsFirmware(): boolean {
		return this.since('10.9.0');
	}

	/** 9.0 fails to delete a snapshot in the middle of an external chain while the VM is off (measured). */
	get failsInChainWhileOff(): boolean {
		return !this.since('9.1.0');
	}
}
