import type { ImageFile } from '../model/images';
import { allocatedBytes } from './filePrograms';

/** How `qemu-img info` and `qemu-img snapshot -l` speak of an image. */
export function describeChain(chain: readonly ImageFile[], asked: string, asList: boolean): string {
	const described = chain.map((file, depth) => describe(file, depth === 0 ? asked : file.path));
	return `${JSON.stringify(asList ? described : described[0], null, 4)}\n`;
}

const describe = (file: ImageFile, filename: string): Record<string, unknown> => ({
	...(file.backing === undefined ? {} : { 'backing-filename-format': file.backing.format }),
	...(file.internal.length === 0
		? {}
		: {
				snapshots: file.internal.map((one) => ({
					icount: 0,
					'vm-clock-nsec': 0,
					name: one.name,
					'date-sec': one.createdAtSeconds,
					'date-nsec': 0,
					'vm-clock-sec': 0,
					id: one.id,
					'vm-state-size': one.memory === undefined ? 0 : MEMORY_BYTES,
				})),
			}),
	'virtual-size': file.virtualBytes,
	filename,
	...(file.format === 'qcow2' ? { 'cluster-size': 65_536 } : {}),
	format: file.format,
	'actual-size': allocatedBytes(file),
	...(file.backing === undefined
		? {}
		: { 'full-backing-filename': file.backing.path, 'backing-filename': file.backing.path }),
	'dirty-flag': false,
});

const MEMORY_BYTES = 633_856;

export function describeText(file: ImageFile, filename: string): string {
	const gibibytes = file.virtualBytes / 1024 ** 3;
	return [
		`image: ${filename}`,
		`file format: ${file.format}`,
		`virtual size: ${gibibytes} GiB (${file.virtualBytes} bytes)`,
		`disk size: ${Math.round(allocatedBytes(file) / 1024)} KiB`,
		...(file.backing === undefined
			? []
			: [`backing file: ${file.backing.path}`, `backing file format: ${file.backing.format}`]),
		...(file.internal.length === 0 ? [] : [snapshotTable(file).trimEnd()]),
		'',
	].join('\n');
}

export function snapshotTable(file: ImageFile): string {
	if (file.internal.length === 0) return '';
	const rows = file.internal.map((one) => {
		const date = new Date(one.createdAtSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
		const size = one.memory === undefined ? '0 B' : '619 KiB';
		return `${one.id.padEnd(10)}${one.name.padEnd(16)}${size.padStart(9)} ${date} 00:00:00.000          0`;
	});
	const head = 'ID        TAG               VM SIZE                DATE     VM CLOCK     ICOUNT';
	return ['Snapshot list:', head, ...rows, ''].join('\n');
}
