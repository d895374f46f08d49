import { CODE, failure } from '../model/errors';
import { describeSnapshot } from '../model/snapshot';
import { createSnapshot } from '../model/snapshotCreate';
import { deleteSnapshot } from '../model/snapshotDelete';
import { listSnapshots, snapshotOf } from '../model/snapshotQueries';
import { revertToSnapshot } from '../model/snapshotRevert';
import { readDomain, readSnapshot, writeList, writeSnapshot, type ProcedureTable } from './call';

export const snapshotProcedures: ProcedureTable = {
	185: {
		name: 'domainSnapshotCreateXML',
		run: async (call) => {
			const domain = readDomain(call);
			const xml = call.args.string();
			const flags = call.args.uint();
			writeSnapshot(call.reply, domain, await createSnapshot(call.host, domain, xml, flags));
		},
	},
	186: {
		name: 'domainSnapshotGetXMLDesc',
		run: (call) => {
			const { snapshot } = readSnapshot(call);
			call.args.uint();
			call.reply.string(describeSnapshot(snapshot));
		},
	},
	187: {
		name: 'domainSnapshotNum',
		run: (call) => {
			const domain = readDomain(call);
			call.reply.int(listSnapshots(domain, call.args.uint()).length);
		},
	},
	188: {
		name: 'domainSnapshotListNames',
		run: (call) => {
			const domain = readDomain(call);
			const atMost = call.args.int();
			const found = listSnapshots(domain, call.args.uint()).slice(0, atMost);
			call.reply.uint(found.length);
			for (const { name } of found) call.reply.string(name);
		},
	},
	189: {
		name: 'domainSnapshotLookupByName',
		run: (call) => {
			const domain = readDomain(call);
			const name = call.args.string();
			call.args.uint();
			writeSnapshot(call.reply, domain, snapshotOf(domain, name).name);
		},
	},
	190: {
		name: 'domainHasCurrentSnapshot',
		run: (call) => {
			const domain = readDomain(call);
			call.args.uint();
			call.reply.int(domain.currentSnapshot === undefined ? 0 : 1);
		},
	},
	191: {
		name: 'domainSnapshotCurrent',
		run: (call) => {
			const domain = readDomain(call);
			call.args.uint();
			if (domain.currentSnapshot === undefined) {
				throw failure(CODE.noSnapshot, 'the domain does not have a current snapshot');
			}
			writeSnapshot(call.reply, domain, domain.currentSnapshot);
		},
	},
	192: {
		name: 'domainRevertToSnapshot',
		run: async (call) => {
			const { domain, snapshot } = readSnapshot(call);
			await revertToSnapshot(call.host, domain, snapshot.name, call.args.uint());
		},
	},
	193: {
		name: 'domainSnapshotDelete',
		run: async (call) => {
			const { domain, snapshot } = readSnapshot(call);
			await deleteSnapshot(call.host, domain, snapshot.name, call.args.uint());
		},
	},
	244: {
		name: 'domainSnapshotGetParent',
		run: (call) => {
			const { domain, snapshot } = readSnapshot(call);
			call.args.uint();
			if (snapshot.parent === undefined) {
				throw failure(CODE.noSnapshot, `snapshot '${snapshot.name}' does not have a parent`);
			}
			writeSnapshot(call.reply, domain, snapshot.parent);
		},
	},
	271: {
		name: 'domainSnapshotIsCurrent',
		run: (call) => {
			const { domain, snapshot } = readSnapshot(call);
			call.args.uint();
			call.reply.int(domain.currentSnapshot === snapshot.name ? 1 : 0);
		},
	},
	272: {
		name: 'domainSnapshotHasMetadata',
		run: (call) => {
			readSnapshot(call);
			call.args.uint();
			call.reply.int(1);
		},
	},
	274: {
		name: 'domainListAllSnapshots',
		run: (call) => {
			const domain = readDomain(call);
			const wanted = call.args.int();
			const found = listSnapshots(domain, call.args.uint());
			writeList(call.reply, wanted, found, (one) => writeSnapshot(call.reply, domain, one.name));
		},
	},
	275: {
		name: 'domainSnapshotListAllChildren',
		run: (call) => {
			const { domain, snapshot } = readSnapshot(call);
			const wanted = call.args.int();
			const found = listSnapshots(domain, call.args.uint(), snapshot.name);
			writeList(call.reply, wanted, found, (one) => writeSnapshot(call.reply, domain, one.name));
		},
	},
};
