import { CODE, LibvirtError, ORIGIN, failure } from '../model/errors';
import type { ProcedureTable } from './call';

/** What libvirt 9.0 said yes to, without those features that bring unasked messages. */
const FEATURES: ReadonlySet<number> = new Set([3, 4, 6, 7, 8, 9, 10, 13, 16]);

export const connectProcedures: ProcedureTable = {
	1: {
		name: 'connectOpen',
		run: ({ args }) => {
			const uri = args.optional((from) => from.string()) ?? 'qemu:///system';
			args.uint();
			if (uri === 'qemu:///system') return;
			const text = `no connection driver available for ${uri}`;
			throw new LibvirtError(
				CODE.noConnect,
				ORIGIN.none,
				text,
				'no connection driver available for %s',
				uri,
			);
		},
	},
	2: { name: 'connectClose', run: () => undefined },
	3: { name: 'connectGetType', run: ({ reply }) => void reply.string('QEMU') },
	4: { name: 'connectGetVersion', run: ({ reply }) => void reply.hyper(7_002_022n) },
	59: {
		name: 'connectGetHostname',
		run: ({ host, reply }) => void reply.string(host.options.hostname),
	},
	60: {
		name: 'connectSupportsFeature',
		run: ({ args, reply }) => void reply.int(FEATURES.has(args.int()) ? 1 : 0),
	},
	84: {
		name: 'storagePoolLookupByName',
		run: ({ args }) => {
			const name = args.string();
			throw failure(CODE.noPool, `no storage pool with matching name '${name}'`, ORIGIN.storage);
		},
	},
	97: {
		name: 'storageVolLookupByPath',
		run: ({ args }) => {
			const path = args.string();
			throw failure(CODE.noVolume, `no storage vol with matching path '${path}'`, ORIGIN.storage);
		},
	},
	110: { name: 'connectGetUri', run: ({ reply }) => void reply.string('qemu:///system') },
	157: {
		name: 'connectGetLibVersion',
		run: ({ host, reply }) => void reply.hyper(BigInt(host.options.version.number)),
	},
};
