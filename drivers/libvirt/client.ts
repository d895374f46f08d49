import type { RpcConnection } from './rpc/connection';
import { LIST_LIMIT, PROCEDURE, XML_FLAG } from './rpc/procedures';
import { XdrWriter, type XdrReader } from './rpc/xdr';

/** libvirt finds a domain by its UUID alone; the name travels along for nothing but its own messages. */
export interface DomainRef {
	readonly uuid: string;
	readonly name: string;
}

const UUID_BYTES = 16;
const INACTIVE_ID = -1;

/** libvirt's procedures in typed form: one method, one call, one answer. Failures are libvirt's own. */
export class LibvirtClient {
	constructor(private readonly connection: RpcConnection) {}

	async open(uri: string, signal: AbortSignal): Promise<void> {
		// Demanded before the first real call, even where there is nothing to authenticate.
		const kinds = await this.call(PROCEDURE.authList, new XdrWriter(), signal, (reply) =>
			reply.array(LIST_LIMIT, (entry) => entry.int()),
		);
		const polkit = 2;
		if (kinds.includes(polkit)) await this.call(PROCEDURE.authPolkit, new XdrWriter(), signal);
		await this.call(PROCEDURE.connectOpen, new XdrWriter().optionalString(uri).uint(0), signal);
	}

	async hostname(signal: AbortSignal): Promise<string> {
		return await this.call(PROCEDURE.connectGetHostname, new XdrWriter(), signal, (reply) =>
			reply.string(),
		);
	}

	/** major × 1,000,000 + minor × 1,000 + patch. */
	async libVersion(signal: AbortSignal): Promise<number> {
		return await this.call(PROCEDURE.connectGetLibVersion, new XdrWriter(), signal, (reply) =>
			Number(reply.unsignedHyper()),
		);
	}

	async listDomains(signal: AbortSignal): Promise<DomainRef[]> {
		const request = new XdrWriter().int(1).uint(0);
		return await this.call(PROCEDURE.connectListAllDomains, request, signal, (reply) =>
			reply.array(LIST_LIMIT, readDomain),
		);
	}

	async domainXml(domain: DomainRef, flags: number, signal: AbortSignal): Promise<string> {
		const request = domainArgument(domain).uint(flags);
		return await this.call(PROCEDURE.domainGetXmlDesc, request, signal, (reply) => reply.string());
	}

	async domainState(domain: DomainRef, signal: AbortSignal): Promise<number> {
		const request = domainArgument(domain).uint(0);
		return await this.call(PROCEDURE.domainGetState, request, signal, (reply) => reply.int());
	}

	async isPersistent(domain: DomainRef, signal: AbortSignal): Promise<boolean> {
		const request = domainArgument(domain);
		return await this.call(
			PROCEDURE.domainIsPersistent,
			request,
			signal,
			(reply) => reply.int() === 1,
		);
	}

	/** Whether the RAM of then is kept on disk, to go on with at the next start. */
	async hasManagedSave(domain: DomainRef, signal: AbortSignal): Promise<boolean> {
		const request = domainArgument(domain).uint(0);
		return await this.call(
			PROCEDURE.domainHasManagedSave,
			request,
			signal,
			(reply) => reply.int() === 1,
		);
	}

	async lookupByName(name: string, signal: AbortSignal): Promise<DomainRef> {
		const request = new XdrWriter().string(name);
		return await this.call(PROCEDURE.domainLookupByName, request, signal, readDomain);
	}

	async start(domain: DomainRef, signal: AbortSignal): Promise<void> {
		await this.call(PROCEDURE.domainCreate, domainArgument(domain), signal);
	}

	async resume(domain: DomainRef, signal: AbortSignal): Promise<void> {
		await this.call(PROCEDURE.domainResume, domainArgument(domain), signal);
	}

	async destroy(domain: DomainRef, signal: AbortSignal): Promise<void> {
		await this.call(PROCEDURE.domainDestroy, domainArgument(domain), signal);
	}

	async define(xml: string, flags: number, signal: AbortSignal): Promise<DomainRef> {
		const request = new XdrWriter().string(xml).uint(flags);
		return await this.call(PROCEDURE.domainDefineXmlFlags, request, signal, readDomain);
	}

	async undefine(domain: DomainRef, flags: number, signal: AbortSignal): Promise<void> {
		await this.call(PROCEDURE.domainUndefineFlags, domainArgument(domain).uint(flags), signal);
	}

	async snapshotNames(domain: DomainRef, flags: number, signal: AbortSignal): Promise<string[]> {
		const request = domainArgument(domain).int(1).uint(flags);
		return await this.call(PROCEDURE.domainListAllSnapshots, request, signal, (reply) =>
			reply.array(LIST_LIMIT, readSnapshotName),
		);
	}

	async currentSnapshotName(domain: DomainRef, signal: AbortSignal): Promise<string> {
		const request = domainArgument(domain).uint(0);
		return await this.call(PROCEDURE.domainSnapshotCurrent, request, signal, readSnapshotName);
	}

	/** `secure` brings passwords along: only for writing the very same text back. */
	async snapshotXml(
		domain: DomainRef,
		name: string,
		secrecy: 'public' | 'secure',
		signal: AbortSignal,
	): Promise<string> {
		const flags = secrecy === 'secure' ? XML_FLAG.secure : 0;
		const request = snapshotArgument(domain, name).uint(flags);
		return await this.call(PROCEDURE.domainSnapshotGetXmlDesc, request, signal, (reply) =>
			reply.string(),
		);
	}

	async createSnapshot(
		domain: DomainRef,
		xml: string,
		flags: number,
		signal: AbortSignal,
	): Promise<string> {
		const request = domainArgument(domain).string(xml).uint(flags);
		return await this.call(PROCEDURE.domainSnapshotCreateXml, request, signal, readSnapshotName);
	}

	async revert(domain: DomainRef, name: string, flags: number, signal: AbortSignal): Promise<void> {
		const request = snapshotArgument(domain, name).uint(flags);
		await this.call(PROCEDURE.domainRevertToSnapshot, request, signal);
	}

	async deleteSnapshot(domain: DomainRef, name: string, signal: AbortSignal): Promise<void> {
		const request = snapshotArgument(domain, name).uint(0);
		await this.call(PROCEDURE.domainSnapshotDelete, request, signal);
	}

	private async call(
		procedure: number,
		request: XdrWriter,
		signal: AbortSignal,
	): Promise<undefined>;
	private async call<T>(
		procedure: number,
		request: XdrWriter,
		signal: AbortSignal,
		read: (reply: XdrReader) => T,
	): Promise<T>;
	private async call<T>(
		procedure: number,
		request: XdrWriter,
		signal: AbortSignal,
		read: (reply: XdrReader) => T | undefined = () => undefined,
	): Promise<T | undefined> {
		return await this.connection.call(procedure, request, read, signal);
	}
}

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const domainArgument = ({ name, uuid }: DomainRef): XdrWriter =>
	new XdrWriter().string(name).opaque(uuidBytes(uuid)).int(INACTIVE_ID);

/** A snapshot on the wire is its name, followed by its domain. */
const snapshotArgument = ({ uuid, name }: DomainRef, snapshot: string): XdrWriter =>
	new XdrWriter().string(snapshot).string(name).opaque(uuidBytes(uuid)).int(INACTIVE_ID);

function readDomain(reader: XdrReader): DomainRef {
	const name = reader.string();
	const hex = reader.opaque(UUID_BYTES).toString('hex');
	reader.int(); // the id of the running process
	return { name, uuid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

function readSnapshotName(reader: XdrReader): string {
	const name = reader.string();
	readDomain(reader);
	return name;
}
