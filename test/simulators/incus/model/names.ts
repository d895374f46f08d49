const LONGEST_SNAPSHOT_NAME = 64;
const FORBIDDEN = [...'$?&+"\'`*/'];

/** Why this can't be a snapshot's name, in the words of Incus' validation of API names; undefined: it can. */
export function snapshotNameFault(name: string): string | undefined {
	if (name === '') return 'Empty name';
	if (name.length > LONGEST_SNAPSHOT_NAME) {
		return `Name is too long, ${LONGEST_SNAPSHOT_NAME} characters are the limit`;
	}
	if (/\s/.test(name)) return 'Name cannot contain white space';
	const found = FORBIDDEN.find((character) => name.includes(character));
	if (found !== undefined) return `Name contains invalid character ${JSON.stringify(found)}`;
	const ends = /^[a-z0-9](.*[a-z0-9])?$/i;
	if (!ends.test(name)) return 'Name must start and end with an alphanumeric character';
	return undefined;
}

/** The same for an instance: a host name. Incus shared/validate, `IsHostname`. */
export function instanceNameFault(name: string): string | undefined {
	if (name.length < 1 || name.length > 63) return 'Name must be 1-63 characters long';
	if (name.startsWith('-')) return 'Name must not start with "-" character';
	if (name.endsWith('-')) return 'Name must not end with "-" character';
	if (/^\d+$/.test(name)) return 'Name cannot be a number';
	if (!/^[-a-zA-Z0-9]+$/.test(name)) {
		return 'Name can only contain alphanumeric and hyphen characters';
	}
	return undefined;
}
