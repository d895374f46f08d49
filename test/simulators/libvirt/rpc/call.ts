import type { Domain } from '../model/domain';
import type { LibvirtHost } from '../model/host';
import type { DomainSnapshot } from '../model/snapshot';
import { snapshotOf } from '../model/snapshotQueries';
import type { XdrReader, XdrWriter } from './xdr';

export interface Call {
	readonly host: LibvirtHost;
	readonly args: XdrReader;
	readonly reply: XdrWriter;
}

/** One row of the protocol. `run` reads its arguments first, then works, then writes its reply. */
export interface Procedure {
	readonly name: string;
	readonly run: (call: Call) => void | Promise<void>;
}
export type ProcedureTable = Readonly<Partial<Record<number, Procedure>>>;

export const uuidText = (bytes: Buffer): string =>
	bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** A domain is told by its UUID; name and id travel along for the message. */
export function readDomain({ host, args }: Call): Domain {
	const name = args.string();
	const uuid = uuidText(args.fixed(16));
	args.int();
	return host.find(
		(domain) => domain.uuid === uuid,
		`no domain with matching uuid '${uuid}' (${name})`,
	);
}

export function writeDomain(reply: XdrWriter, domain: Domain): void {
	reply.string(domain.name).fixed(uuidBytes(domain.uuid)).int(domain.id);
}

export function readSnapshot(call: Call): { domain: Domain; snapshot: DomainSnapshot } {
	const name = call.args.string();
	const domain = readDomain(call);
	return { domain, snapshot: snapshotOf(domain, name) };
}

export function writeSnapshot(reply: XdrWriter, domain: Domain, name: string): void {
	reply.string(name);
	writeDomain(reply, domain);
}

/** A list, or only its length when the client wants no more than that. */
export function writeList<T>(
	reply: XdrWriter,
	wanted: number,
	items: readonly T[],
	write: (item: T) => void,
): void {
	reply.uint(wanted === 0 ? 0 : items.length);
	if (wanted !== 0) items.forEach(write);
	reply.uint(items.length);
}
