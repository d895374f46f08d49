import { isIPv4, isIPv6 } from 'node:net';

/** The bytes of an IP address, in network order; undefined for any other text. */
export function addressBytes(text: string): Buffer | undefined {
	if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
	if (!isIPv6(text) || text.includes('.') || text.includes('%')) return undefined;
	const [head = '', tail] = text.split('::');
	const before = groupsOf(head);
	const after = groupsOf(tail ?? '');
	const zeros = new Array<number>(8 - before.length - after.length).fill(0);
	const groups = [...before, ...zeros, ...after];
	return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

const groupsOf = (text: string): number[] =>
	text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
