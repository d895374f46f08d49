import type { Fault, FaultsAndRequests } from '../faults';
import { CODE, LibvirtError, ORIGIN, failure } from '../model/errors';
import type { LibvirtHost } from '../model/host';
import { connectProcedures } from './connectProcedures';
import { domainProcedures, qemuProcedures } from './domainProcedures';
import {
	FrameError,
	FrameSplitter,
	PROGRAM,
	TYPE,
	encodeFrame,
	errorReply,
	reply,
	type Frame,
	type Header,
} from './frames';
import type { Procedure, ProcedureTable } from './call';
import { snapshotProcedures } from './snapshotProcedures';
import { XdrError, XdrReader, XdrWriter } from './xdr';

export type Polkit = 'none' | 'allow' | 'deny';

/** The stream that carries one connection to the daemon. */
export interface RpcWire {
	send(bytes: Buffer): void;
	/** Ends this stream in order. */
	end(): void;
	/** Loses the whole SSH connection. */
	drop(): void;
}

const AUTH = { none: 0, polkit: 2 } as const;
const PROCEDURE = { open: 1, close: 2, authList: 66, authPolkit: 70 } as const;
const REMOTE: ProcedureTable = { ...connectProcedures, ...domainProcedures, ...snapshotProcedures };

/** One connection to the daemon: handshake, then calls, each answered by its own serial. */
export class RpcSession {
	private readonly splitter = new FrameSplitter();
	private authenticated = false;
	private open = false;

	constructor(
		private readonly host: LibvirtHost,
		private readonly faults: FaultsAndRequests,
		private readonly polkit: Polkit,
		private readonly wire: RpcWire,
	) {}

	/** Calls are worked on side by side, as the daemon's workers do. */
	receive(chunk: Buffer): void {
		let frames: Frame[];
		try {
			frames = this.splitter.push(chunk);
		} catch (error) {
			if (!(error instanceof FrameError)) throw error;
			this.wire.end();
			return;
		}
		for (const frame of frames) void this.serve(frame);
	}

	private async serve(frame: Frame): Promise<void> {
		const { header } = frame;
		if (header.program === PROGRAM.keepAlive) return this.keepAlive(header);
		const procedure = this.procedureOf(header);
		const fault = this.faults.meet({
			kind: 'rpc',
			name: procedure?.name ?? `unknown procedure ${header.procedure}`,
			detail: detailOf(frame.payload),
		});
		if (fault?.kind === 'dropBefore') return this.wire.drop();
		if (fault?.kind === 'delay') await this.host.options.sleep(fault.milliseconds);
		const answer = await this.answer(frame, procedure, fault);
		this.deliver(answer, fault);
		if (header.procedure === PROCEDURE.close && header.program === PROGRAM.remote) this.wire.end();
	}

	private procedureOf(header: Header): Procedure | undefined {
		if (header.program === PROGRAM.qemu) return qemuProcedures[header.procedure];
		if (header.program !== PROGRAM.remote) return undefined;
		if (header.procedure === PROCEDURE.authList) return this.authList;
		if (header.procedure === PROCEDURE.authPolkit) return this.authPolkit;
		return REMOTE[header.procedure];
	}

	private async answer(
		{ header, payload }: Frame,
		procedure: Procedure | undefined,
		fault: Fault | undefined,
	): Promise<Frame> {
		try {
			if (fault?.kind === 'error') {
				throw new LibvirtError(fault.code, ORIGIN.qemu, fault.message, '%s', fault.message);
			}
			this.assertAllowed(header, procedure);
			if (procedure === undefined) {
				throw failure(CODE.rpc, `unknown procedure: ${header.procedure}`, ORIGIN.rpc);
			}
			const args = new XdrReader(payload);
			const result = new XdrWriter();
			await procedure.run({ host: this.host, args, reply: result });
			// libvirt would let trailing bytes pass; here they reveal a client that encodes wrongly.
			if (!args.atEnd) throw new XdrError('arguments are too long');
			if (procedure === REMOTE[PROCEDURE.open]) this.open = true;
			return reply(header, result.finish());
		} catch (error) {
			if (error instanceof LibvirtError) return errorReply(header, error);
			if (error instanceof XdrError) {
				return errorReply(
					header,
					failure(CODE.rpc, `Unable to decode message payload: ${error.message}`, ORIGIN.rpc),
				);
			}
			throw error;
		}
	}

	private assertAllowed(header: Header, procedure: Procedure | undefined): void {
		if (header.type !== TYPE.call || header.version !== 1) {
			throw failure(CODE.rpc, 'Unexpected message type or version', ORIGIN.rpc);
		}
		if (procedure === this.authList || procedure === this.authPolkit) return;
		if (header.procedure === 60 && header.program === PROGRAM.remote) return;
		if (!this.authenticated) throw failure(CODE.rpc, 'authentication required', ORIGIN.rpc);
		if (!this.open && header.procedure !== PROCEDURE.open) {
			throw failure(CODE.internal, 'connection not open', ORIGIN.rpc);
		}
	}

	private deliver(answer: Frame, fault: Fault | undefined): void {
		const bytes = encodeFrame(answer);
		switch (fault?.kind) {
			case 'dropAfter':
				return this.wire.drop();
			case 'hang':
				return;
			case 'truncated':
				this.wire.send(bytes.subarray(0, Math.ceil(bytes.length / 2)));
				return this.wire.end();
			case 'garbage':
				return this.wire.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
			default:
				return this.wire.send(bytes);
		}
	}

	private keepAlive(header: Header): void {
		if (header.procedure !== 1) return;
		const pong = { ...header, procedure: 2, type: TYPE.message };
		this.wire.send(encodeFrame({ header: pong, payload: Buffer.alloc(0) }));
	}

	private readonly authList: Procedure = {
		name: 'authList',
		run: ({ reply: result }) => {
			if (this.polkit === 'none') this.authenticated = true;
			result.uint(1).int(this.polkit === 'none' ? AUTH.none : AUTH.polkit);
		},
	};

	private readonly authPolkit: Procedure = {
		name: 'authPolkit',
		run: ({ reply: result }) => {
			if (this.polkit !== 'allow') {
				throw failure(CODE.authFailed, 'access denied by policy', ORIGIN.rpc);
			}
			this.authenticated = true;
			result.int(1);
		},
	};
}

/** Most calls begin with a name: of the domain, or of its snapshot. */
function detailOf(payload: Buffer): string {
	try {
		return new XdrReader(payload).string();
	} catch (error) {
		if (error instanceof XdrError) return '';
		throw error;
	}
}
