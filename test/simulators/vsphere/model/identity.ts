import { createHash } from 'node:crypto';

export type ApiType = 'VirtualCenter' | 'HostAgent';

/** A UUID that is the same in every run. */
export function uuidOf(seed: string): string {
	const hex = createHash('sha256').update(seed).digest('hex');
	const parts = [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`5${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
	];
	return [...parts, hex.slice(20, 32)].join('-');
}

/** Of the range from which vCenter, or an ESXi host, hands out addresses. */
export function macAddressOf(apiType: ApiType, number: number): string {
	const prefix = apiType === 'VirtualCenter' ? '00:50:56' : '00:0c:29';
	const hex = (0x800000 + number).toString(16).padStart(6, '0');
	return `${prefix}:${(hex.match(/../g) ?? []).join(':')}`;
}

/** How managed objects are called: vCenter counts them all, an ESXi host has names of its own. */
export class Names {
	private count = 40;

	constructor(private readonly apiType: ApiType) {}

	vm(): string {
		this.count += 1;
		return this.apiType === 'VirtualCenter' ? `vm-${this.count}` : String(this.count - 40);
	}

	snapshot(vm: string, id: number): string {
		this.count += 1;
		return this.apiType === 'VirtualCenter' ? `snapshot-${this.count}` : `${vm}-snapshot-${id}`;
	}

	task(descriptionId: string, entity: string, number: number): string {
		return this.apiType === 'VirtualCenter'
			? `task-${number}`
			: `haTask-${entity}-vim.${descriptionId}-${1_000_000 + number}`;
	}

	place(prefix: string): string {
		this.count += 1;
		return `${prefix}${this.count}`;
	}
}

/** Of a managed object's name: what a path or an address could not hold is told in percent. */
export function escapedName(name: string, percent: 'always' | 'unlessEscape'): string {
	const bare = percent === 'always' ? /%/g : /%(?!2f|5c|25)/gi;
	return name.replace(bare, '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c');
}
