/** What a disk holds is one text; an undefined layer reads through to its backing file. */
export interface InternalSnapshot {
	readonly id: string;
	readonly name: string;
	readonly layer: string | undefined;
	/** RAM, kept in the first disk only, as QEMU does. */
	readonly memory?: string;
	readonly createdAtSeconds: number;
}

export interface ImageFile {
	readonly path: string;
	readonly format: string;
	readonly virtualBytes: number;
	layer: string | undefined;
	backing?: { path: string; readonly format: string };
	internal: InternalSnapshot[];
}

export interface NewImage {
	readonly path: string;
	readonly format: string;
	readonly virtualBytes: number;
	readonly layer?: string;
	readonly backing?: { readonly path: string; readonly format: string };
}

/** The image files of the host: a flat map of absolute paths, plus the folders that exist. */
export class ImageStore {
	readonly files = new Map<string, ImageFile>();
	readonly folders = new Set<string>(['/', '/tmp', '/var/lib/libvirt/images']);

	create(image: NewImage): ImageFile {
		const file: ImageFile = {
			path: image.path,
			format: image.format,
			virtualBytes: image.virtualBytes,
			layer: image.layer,
			backing: image.backing === undefined ? undefined : { ...image.backing },
			internal: [],
		};
		this.files.set(image.path, file);
		return file;
	}

	get(path: string): ImageFile | undefined {
		return this.files.get(path);
	}

	/** The file itself first, then what backs it. Stops where a backing file is missing. */
	chain(path: string): ImageFile[] {
		const chain: ImageFile[] = [];
		for (
			let file = this.files.get(path);
			file !== undefined && !chain.includes(file);
			file = file.backing === undefined ? undefined : this.files.get(file.backing.path)
		) {
			chain.push(file);
		}
		return chain;
	}

	/** The first path of a chain that is named but not there. */
	missingInChain(path: string): string | undefined {
		const last = this.chain(path).at(-1);
		if (last === undefined) return path;
		return last.backing !== undefined && !this.files.has(last.backing.path)
			? last.backing.path
			: undefined;
	}

	/** What a guest reads from this file, or from one of its internal snapshots. */
	content(path: string, snapshotName?: string): string | undefined {
		const [top, ...below] = this.chain(path);
		if (top === undefined) return undefined;
		const own =
			snapshotName === undefined
				? top.layer
				: top.internal.find((one) => one.name === snapshotName)?.layer;
		return own ?? below.find((file) => file.layer !== undefined)?.layer ?? '';
	}

	overlaysOf(path: string): ImageFile[] {
		return [...this.files.values()].filter((file) => file.backing?.path === path);
	}

	/** `block-commit`: the overlay's writes go down into its backing file, and the overlay is gone. */
	commit(overlay: ImageFile): void {
		const base = overlay.backing === undefined ? undefined : this.files.get(overlay.backing.path);
		if (base === undefined) throw new Error(`${overlay.path} has nothing to be committed to`);
		base.layer = overlay.layer ?? base.layer;
		for (const above of this.overlaysOf(overlay.path)) {
			above.backing = { path: base.path, format: base.format };
		}
		this.files.delete(overlay.path);
	}

	hasFolder(path: string): boolean {
		const folder = folderOf(path);
		return (
			this.folders.has(folder) || [...this.files.keys()].some((file) => folderOf(file) === folder)
		);
	}
}

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
