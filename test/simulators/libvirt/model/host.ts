import { CODE, ORIGIN, failure } from './errors';
import { definitionOf, acceptDefinition, nvramFormatOf, type VmSpec } from './definition';
import { disksOf } from './disks';
import { Domain, REASON } from './domain';
import { ImageStore } from './images';
import { find, textOf } from './xmlTree';
import type { LibvirtVersion } from './version';

/** How long each kind of work takes, in milliseconds. */
export interface Durations {
	readonly create?: number;
	readonly revert?: number;
	readonly delete?: number;
	readonly power?: number;
	readonly convert?: number;
}

export interface HostOptions {
	readonly hostname: string;
	readonly version: LibvirtVersion;
	readonly now: () => Date;
	readonly sleep: (milliseconds: number) => Promise<void>;
	readonly durations: Durations;
	readonly imageFolder: string;
}

const GIBIBYTE = 1024 ** 3;

/** One libvirt host: its domains, its image files, and what a test may look at or change from outside. */
export class LibvirtHost {
	readonly images = new ImageStore();
	private readonly byUuid = new Map<string, Domain>();
	private lastId = 0;
	private readonly listeners: (() => void)[] = [];
	/** What the host found that no client should ever cause, in words. */
	readonly injections: string[] = [];

	constructor(readonly options: HostOptions) {
		this.images.folders.add(options.imageFolder);
	}

	get domains(): Domain[] {
		return [...this.byUuid.values()];
	}

	get nowSeconds(): number {
		return Math.floor(this.options.now().getTime() / 1000);
	}

	/** Called after each change that a restart should not lose. */
	onChange(listener: () => void): void {
		this.listeners.push(listener);
	}

	changed(): void {
		for (const listener of this.listeners) listener();
	}

	addVm(spec: VmSpec): Domain {
		const disks = (spec.disks ?? [{}]).map((disk, position) => {
			const target = `vd${String.fromCharCode(97 + position)}`;
			const { format = 'qcow2', gibibytes = 10, content = '' } = disk;
			const suffix = position === 0 ? '' : `-${target}`;
			const path =
				disk.path ??
				`${this.options.imageFolder}/${spec.name}${suffix}.${format === 'raw' ? 'img' : format}`;
			this.images.create({ path, format, virtualBytes: gibibytes * GIBIBYTE, layer: content });
			return { target, path, format };
		});
		const domain = this.add(new Domain(definitionOf(spec, disks)));
		domain.agentAlive = spec.agent !== 'dead';
		if (spec.running ?? true) domain.become(true, this.nextId(), REASON.booted);
		return domain;
	}

	add(domain: Domain): Domain {
		this.byUuid.set(domain.uuid, domain);
		return domain;
	}

	forget(domain: Domain): void {
		this.byUuid.delete(domain.uuid);
	}

	nextId(): number {
		return ++this.lastId;
	}

	/** For tests: by name, and loud when it is not there. */
	vm(name: string): Domain {
		const found = this.domains.find((domain) => domain.name === name);
		if (found === undefined) throw new Error(`the simulated host has no VM ${name}`);
		return found;
	}

	find(match: (domain: Domain) => boolean, sought: string): Domain {
		const found = this.domains.find(match);
		if (found === undefined) throw failure(CODE.noDomain, sought);
		return found;
	}

	/** What is on the VM's first disk, or another one, now. */
	read(name: string, target?: string): string {
		const content = this.images.content(this.diskPath(name, target));
		if (content === undefined) throw new Error(`${name} has lost its disk`);
		return content;
	}

	/** As if the guest had written it. */
	write(name: string, content: string, target?: string): void {
		const file = this.images.get(this.diskPath(name, target));
		if (file === undefined) throw new Error(`${name} has lost its disk`);
		file.layer = content;
		this.changed();
	}

	readMemory(name: string): string | undefined {
		return this.vm(name).memory;
	}

	writeMemory(name: string, content: string): void {
		const domain = this.vm(name);
		if (!domain.active) throw new Error(`${name} is not running`);
		domain.memory = content;
		this.changed();
	}

	/** Takes the state change lock, as another client's long job would. Returns its release. */
	lock(name: string, holder = 'remoteDispatchDomainBackupBegin'): () => void {
		const domain = this.vm(name);
		domain.job = holder;
		return () => {
			if (domain.job === holder) domain.job = undefined;
		};
	}

	/**
	 * Runs work under the state change lock: what `prepare` refuses is refused at once, the pause passes, the
	 * work is done. Another holder is an error at once, where libvirt waits for 30 s.
	 */
	async withJob<Prepared, Result>(
		domain: Domain,
		holder: string,
		duration: keyof Durations,
		prepare: () => Prepared,
		work: (prepared: Prepared) => Result,
	): Promise<Result> {
		if (domain.job !== undefined) {
			throw failure(
				CODE.operationTimeout,
				`cannot acquire state change lock (held by monitor=${domain.job})`,
			);
		}
		const prepared = prepare();
		domain.job = holder;
		try {
			await this.pause(duration);
			return work(prepared);
		} finally {
			domain.job = undefined;
			this.changed();
		}
	}

	async pause(duration: keyof Durations): Promise<void> {
		const milliseconds = this.options.durations[duration] ?? 0;
		if (milliseconds > 0) await this.options.sleep(milliseconds);
	}

	define(xml: string): Domain {
		const definition = acceptDefinition(xml);
		const name = textOf(find(definition, 'name')) ?? '';
		const uuid = (textOf(find(definition, 'uuid')) ?? '').toLowerCase();
		const sameUuid = this.byUuid.get(uuid);
		const sameName = this.domains.find((domain) => domain.name === name);
		if (sameUuid !== undefined && sameUuid.name !== name) {
			throw failure(
				CODE.operationFailed,
				`domain '${sameUuid.name}' is already defined with uuid ${uuid}`,
				ORIGIN.domain,
			);
		}
		if (sameName !== undefined && sameName !== sameUuid) {
			throw failure(
				CODE.operationFailed,
				`domain '${name}' already exists with uuid ${sameName.uuid}`,
				ORIGIN.domain,
			);
		}
		const domain = sameUuid ?? this.add(new Domain(definition));
		domain.definition = definition;
		domain.persistent = true;
		this.changed();
		return domain;
	}

	/** A running domain stays until it is powered off, even one with snapshots (measured on 9.0). */
	undefine(domain: Domain, flags: { snapshots: boolean; nvram: boolean }): void {
		if (!domain.active && domain.snapshots.size > 0 && !flags.snapshots) {
			throw failure(
				CODE.operationInvalid,
				`cannot delete inactive domain with ${domain.snapshots.size} snapshots`,
			);
		}
		if (nvramFormatOf(domain.definition) !== undefined && !flags.nvram) {
			throw failure(CODE.operationInvalid, 'cannot undefine domain with nvram');
		}
		if (flags.snapshots) domain.snapshots.clear();
		domain.persistent = false;
		if (!domain.active) this.forget(domain);
		this.changed();
	}

	private diskPath(name: string, target: string | undefined): string {
		const disks = disksOf(this.vm(name).present);
		const disk = target === undefined ? disks[0] : disks.find((one) => one.target === target);
		if (disk === undefined) throw new Error(`${name} has no disk ${target ?? ''}`);
		return disk.path;
	}
}
