import type { ImageStore } from './images';
import type { Element } from './xml';
import { clone, el, elements, find, insertAfter, removeChildren } from './xmlTree';

/** A disk of a definition, as a snapshot sees it. CD-ROMs, floppies and read-only disks are not among them. */
export interface DiskView {
	readonly target: string;
	readonly format: string;
	readonly path: string;
	readonly element: Element;
}

export const disksOf = (definition: Element): DiskView[] =>
	elements(find(definition, 'devices'), 'disk').flatMap((element) => {
		const { device = 'disk', type } = element.attributes;
		const path = find(element, 'source')?.attributes.file;
		const target = find(element, 'target')?.attributes.dev;
		if (device !== 'disk' || type !== 'file' || find(element, 'readonly') !== undefined) return [];
		if (path === undefined || target === undefined) return [];
		const format = find(element, 'driver')?.attributes.type ?? 'raw';
		return [{ target, format, path, element }];
	});

export function pointDiskAt(
	definition: Element,
	target: string,
	path: string,
	format: string,
): void {
	const disk = disksOf(definition).find((one) => one.target === target);
	if (disk === undefined) return;
	const source = find(disk.element, 'source');
	if (source !== undefined) source.attributes.file = path;
	const driver = find(disk.element, 'driver');
	if (driver !== undefined) driver.attributes.type = format;
	removeChildren(disk.element, 'backingStore');
}

/**
 * Writes each disk's backing chain into a copy, as libvirt does for a domain that runs. `terminated` adds
 * the empty element that ends a chain which was probed.
 */
export function withBackingChains(
	definition: Element,
	images: ImageStore,
	terminated: boolean,
): Element {
	const copy = clone(definition);
	for (const disk of disksOf(copy)) {
		removeChildren(disk.element, 'backingStore');
		const [, ...below] = images.chain(disk.path);
		const chain = below.reduceRight<Element | undefined>(
			(rest, file) =>
				el(
					'backingStore',
					{ type: 'file' },
					el('format', { type: file.format }),
					el('source', { file: file.path }),
					rest,
				),
			terminated ? el('backingStore') : undefined,
		);
		if (chain !== undefined) insertAfter(disk.element, ['driver', 'auth', 'source'], chain);
	}
	return copy;
}

/** Each layer of a running disk carries a number, the top one the highest. */
export function numberLayers(disk: Element): void {
	const sources: Element[] = [];
	for (
		let layer: Element | undefined = disk;
		layer !== undefined;
		layer = find(layer, 'backingStore')
	) {
		const holder: Element | undefined = layer === disk ? find(disk, 'source') : layer;
		if (holder !== undefined && find(layer, 'source') !== undefined) sources.push(holder);
	}
	sources.forEach((holder, depth) => {
		holder.attributes.index = String(sources.length - depth);
	});
}
