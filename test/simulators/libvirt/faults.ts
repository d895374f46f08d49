/** What can go wrong, on demand. */
export type Fault =
	/** The connection is lost before the request is looked at. */
	| { readonly kind: 'dropBefore' }
	/** The work is done, and the connection is lost instead of the answer. */
	| { readonly kind: 'dropAfter' }
	/** Held back for as long as the injected sleep takes, then done as usual. */
	| { readonly kind: 'delay'; readonly milliseconds: number }
	/** Accepted, and never answered. */
	| { readonly kind: 'hang' }
	/** RPC: an error reply instead of the work. */
	| { readonly kind: 'error'; readonly code: number; readonly message: string }
	/** RPC: the work is done, and half of the answer sent before the connection closes. */
	| { readonly kind: 'truncated' }
	/** RPC: the work is done, and something that is no packet is sent. */
	| { readonly kind: 'garbage' }
	/** Shell: the command fails without doing anything. */
	| { readonly kind: 'exit'; readonly code: number; readonly stderr: string }
	/** Shell: the disk is full halfway; `qemu-img` leaves the half-made file behind. */
	| { readonly kind: 'noSpace' }
	/** Login, forwarding or exec is refused. */
	| { readonly kind: 'refuse' };

export interface SimulatorRequest {
	readonly kind: 'ssh' | 'rpc' | 'shell';
	/** `login`, `forward`, `exec`; a procedure such as `domainSnapshotCreateXML`; or the program's name. */
	readonly name: string;
	/** The socket path, the VM's name, or the whole simple command. */
	readonly detail: string;
}

/** Faults wait here for the next matching requests; every request is written down. */
export class FaultsAndRequests {
	readonly requests: SimulatorRequest[] = [];
	private waiting: { readonly on: string; readonly fault: Fault; left: number }[] = [];

	/** `on` is a request's name, or for commands also its beginning: `qemu-img convert`. */
	inject(on: string, fault: Fault, times = 1): void {
		this.waiting.push({ on, fault, left: times });
	}

	clear(): void {
		this.waiting = [];
	}

	/** Writes a request down and takes the fault that waits for it, if any. */
	meet(request: SimulatorRequest): Fault | undefined {
		this.requests.push(request);
		const due = this.waiting.find(
			({ on }) =>
				on === request.name ||
				(request.kind === 'shell' && `${request.detail} `.startsWith(`${on} `)),
		);
		if (due === undefined) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.waiting = this.waiting.filter((one) => one !== due);
		return due.fault;
	}

	count(name: string): number {
		return this.requests.filter((request) => request.name === name).length;
	}
}
