import type { Flavour } from '../releases';

const LONGEST_SNAPSHOT_NAME_BYTES = 64;
const RESERVED = [...'$?&+"\'`*/'];

/** Why this can't be a snapshot's name; undefined: it can. Incus shared/validate, `IsAPIName`. */
export function snapshotNameFault(name: string): string | undefined {
	if (Buffer.byteLength(name) > LONGEST_SNAPSHOT_NAME_BYTES) {
		return `Maximum name length is ${LONGEST_SNAPSHOT_NAME_BYTES} characters`;
	}
	if (/\s/.test(name)) return 'Name cannot contain white space';
	const found = RESERVED.find((character) => name.includes(character));
	if (found !== undefined) return `Name contains invalid character ${JSON.stringify(found)}`;
	if (!/^[a-zA-Z0-9]+(.*[a-zA-Z0-9]+)?$/.test(name)) {
		return 'Names must start and end with an alphanumeric character';
	}
	return undefined;
}

/** Incus 6.0 and LXD: what can't be in a URL; LXD 5.0.2 made all else but white space and `..`, as measured. */
export function lenientNameFault(name: string): string | undefined {
	const found = [...'/?&+'].find((character) => name.includes(character));
	return found === undefined ? undefined : `Cannot contain "${found}"`;
}

/** The same for a snapshot of a volume, which is named like a pool. */
export function volumeSnapshotNameFault(name: string): string | undefined {
	if (/\s/.test(name)) return 'cannot contain white space';
	return name.includes('/') ? 'cannot contain "/"' : undefined;
}

/** The same for an instance, which has to be a host name: `IsHostname` there. */
export function instanceNameFault(name: string, flavour: Flavour): string | undefined {
	if (name.length < 1 || name.length > 63) return 'Name must be 1-63 characters long';
	if (name.startsWith('-')) return 'Name must not start with "-" character';
	if (name.endsWith('-')) return 'Name must not end with "-" character';
	if (flavour === 'lxd' && /^\d/.test(name)) return 'Name must not start with a number';
	if (/^\d+$/.test(name)) return 'Name cannot be a number';
	if (!/^[-a-zA-Z0-9]+$/.test(name)) {
		return 'Name can only contain alphanumeric and hyphen characters';
	}
	return undefined;
}
