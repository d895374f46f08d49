import type { ImageStore } from './images';
import type { DomainSnapshot } from './snapshot';
import { agentChannelOf } from './definition';
import { disksOf, numberLayers, withBackingChains } from './disks';
import type { Element } from './xml';
import { printXml } from './xml';
import { clone, el, elements, find, insertAfter, textOf } from './xmlTree';

/** `virDomainState` */
export const STATE = { running: 1, paused: 3, shutoff: 5 } as const;
export type DomainState = (typeof STATE)[keyof typeof STATE];

/** `virDomain*Reason`, as far as they matter here. */
export const REASON = {
	unknown: 0,
	booted: 1,
	fromSnapshot: 5,
	destroyed: 2,
	shutoffFromSnapshot: 7,
};

export class Domain {
	id = -1;
	state: DomainState = STATE.shutoff;
	reason = REASON.unknown;
	/** What runs, while something runs. */
	live: Element | undefined;
	/** What the guest holds in RAM, while it runs. */
	memory: string | undefined;
	/** Of the agent inside the guest; whether there is a channel to it is in the definition. */
	agentAlive = true;
	frozen = false;
	freezeCount = 0;
	persistent = true;
	/** Who holds the state change lock. */
	job: string | undefined;
	activeBlockJob = false;
	readonly snapshots = new Map<string, DomainSnapshot>();
	currentSnapshot: string | undefined;

	/** `definition` is the persistent one: what the next start uses. */
	constructor(public definition: Element) {}

	get name(): string {
		return textOf(find(this.definition, 'name')) ?? '';
	}

	get uuid(): string {
		return (textOf(find(this.definition, 'uuid')) ?? '').toLowerCase();
	}

	get active(): boolean {
		return this.live !== undefined;
	}

	/** The definition that counts now. */
	get present(): Element {
		return this.live ?? this.definition;
	}

	/** Each tree that names the present disks. */
	get trees(): Element[] {
		return this.live === undefined ? [this.definition] : [this.definition, this.live];
	}

	get agent(): 'absent' | 'dead' | 'alive' {
		if (agentChannelOf(this.present) === undefined) return 'absent';
		return this.agentAlive && this.active ? 'alive' : 'dead';
	}

	become(running: boolean, id: number, reason: number, memory = ''): void {
		this.id = running ? id : -1;
		this.state = running ? STATE.running : STATE.shutoff;
		this.reason = reason;
		this.live = running ? clone(this.definition) : undefined;
		this.memory = running ? memory : undefined;
		this.frozen = false;
	}

	describe(images: ImageStore, inactive: boolean): string {
		if (inactive || this.live === undefined) {
			return printXml(
				this.active ? withBackingChains(this.definition, images, false) : this.definition,
			);
		}
		const shown = withBackingChains(this.live, images, true);
		shown.attributes.id = String(this.id);
		decorate(shown, this);
		return printXml(shown);
	}
}

/** What libvirt adds while a domain runs, and never wants back in a definition. */
function decorate(shown: Element, domain: Domain): void {
	insertAfter(shown, ['vcpu'], el('resource', {}, el('partition', {}, '/machine')));
	for (const { element } of disksOf(shown)) numberLayers(element);
	const counts = new Map<string, number>();
	for (const device of elements(find(shown, 'devices'))) {
		const kind = ALIASES[device.name];
		if (kind === undefined) continue;
		const number = counts.get(kind) ?? 0;
		counts.set(kind, number + 1);
		insertAfter(device, ['target', 'model', 'source'], el('alias', { name: `${kind}${number}` }));
	}
	const channel = find(agentChannelOf(shown), 'target');
	if (channel !== undefined) {
		channel.attributes.state = domain.agentAlive ? 'connected' : 'disconnected';
	}
	shown.children.push(
		el(
			'seclabel',
			{ type: 'dynamic', model: 'dac', relabel: 'yes' },
			el('label', {}, '+64055:+64055'),
			el('imagelabel', {}, '+64055:+64055'),
		),
	);
}

const ALIASES: Readonly<Partial<Record<string, string>>> = {
	disk: 'virtio-disk',
	interface: 'net',
	channel: 'channel',
};
