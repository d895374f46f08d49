/**
 * Keys of machines, chosen to hurt: a frozen copy's machine gets, where there is one left, the number of
 * another live VM. A client that posts `snap_machine` as `vm` then hits that VM, as it can on a real system.
 */
export class MachineKeys {
	private next = 200;
	private readonly decoys: number[] = [];
	private readonly used = new Set<number>();
	private sourceVm: number | undefined;

	/** From now on a frozen copy may get this live VM's number. */
	offer(vmKey: number): void {
		this.decoys.push(vmKey);
	}

	/** Makes the keys within `work` those of frozen copies of this VM. */
	freezing<T>(sourceVm: number, work: () => T): T {
		this.sourceVm = sourceVm;
		try {
			return work();
		} finally {
			this.sourceVm = undefined;
		}
	}

	take(): number {
		const key = this.decoy() ?? this.ownKey();
		this.used.add(key);
		return key;
	}

	private decoy(): number | undefined {
		if (this.sourceVm === undefined) return undefined;
		const at = this.decoys.findIndex((key) => key !== this.sourceVm && !this.used.has(key));
		return at < 0 ? undefined : this.decoys.splice(at, 1)[0];
	}

	private ownKey(): number {
		while (this.used.has(this.next)) this.next += 1;
		return this.next++;
	}
}
