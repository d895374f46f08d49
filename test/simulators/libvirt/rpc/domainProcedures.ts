import { freeze, runAgentCommand, thaw } from '../model/agent';
import { CODE, failure } from '../model/errors';
import { STATE, type Domain } from '../model/domain';
import { assertAgentAnswers } from '../model/agent';
import { pauseGuest, start, stop } from '../model/power';
import { find, textOf } from '../model/xmlTree';
import {
	readDomain,
	uuidText,
	writeDomain,
	writeList,
	type Call,
	type ProcedureTable,
} from './call';

const MEMORY_KIB = 1024n * 1024n;
/** `virConnectListAllDomainsFlags` */
const LIST = { active: 1, inactive: 2, hasSnapshot: 4096, noSnapshot: 8192 } as const;
const XML_INACTIVE = 2;
const UNDEFINE = { snapshotsMetadata: 2, nvram: 4, keepNvram: 8 } as const;

const lookup = (call: Call, match: (domain: Domain) => boolean, sought: string): void =>
	writeDomain(call.reply, call.host.find(match, `no domain with matching ${sought}`));

const listed = (domain: Domain, flags: number): boolean => {
	const active = flags & (LIST.active | LIST.inactive);
	const snapshots = flags & (LIST.hasSnapshot | LIST.noSnapshot);
	const has = domain.snapshots.size > 0 ? LIST.hasSnapshot : LIST.noSnapshot;
	return (
		(active === 0 || (active & (domain.active ? LIST.active : LIST.inactive)) !== 0) &&
		(snapshots === 0 || (snapshots & has) !== 0)
	);
};

/** A guest shuts itself down on request; the simulated ones always obey, at once. */
async function shutDown(call: Call, holder: string): Promise<void> {
	const domain = readDomain(call);
	if (!call.args.atEnd) call.args.uint();
	if (!domain.active) throw failure(CODE.operationInvalid, 'domain is not running');
	await stop(call.host, domain, holder);
}

export const domainProcedures: ProcedureTable = {
	9: {
		name: 'domainCreate',
		run: async (call) => start(call.host, readDomain(call), 'remoteDispatchDomainCreate'),
	},
	11: {
		name: 'domainDefineXML',
		run: ({ host, args, reply }) => writeDomain(reply, host.define(args.string())),
	},
	12: {
		name: 'domainDestroy',
		run: async (call) => stop(call.host, readDomain(call), 'remoteDispatchDomainDestroy'),
	},
	14: {
		name: 'domainGetXMLDesc',
		run: (call) => {
			const domain = readDomain(call);
			const inactive = (call.args.uint() & XML_INACTIVE) !== 0;
			call.reply.string(domain.describe(call.host.images, inactive));
		},
	},
	16: {
		name: 'domainGetInfo',
		run: (call) => {
			const domain = readDomain(call);
			call.reply.uint(domain.state).hyper(MEMORY_KIB).hyper(MEMORY_KIB).uint(1).hyper(0n);
		},
	},
	22: {
		name: 'domainLookupByID',
		run: (call) => {
			const id = call.args.int();
			lookup(call, (domain) => domain.active && domain.id === id, `id ${id}`);
		},
	},
	23: {
		name: 'domainLookupByName',
		run: (call) => {
			const name = call.args.string();
			lookup(call, (domain) => domain.name === name, `name '${name}'`);
		},
	},
	24: {
		name: 'domainLookupByUUID',
		run: (call) => {
			const uuid = uuidText(call.args.fixed(16));
			lookup(call, (domain) => domain.uuid === uuid, `uuid '${uuid}'`);
		},
	},
	28: {
		name: 'domainResume',
		run: (call) => pauseGuest(call.host, readDomain(call), false),
	},
	33: {
		name: 'domainShutdown',
		run: async (call) => shutDown(call, 'remoteDispatchDomainShutdown'),
	},
	34: {
		name: 'domainSuspend',
		run: (call) => pauseGuest(call.host, readDomain(call), true),
	},
	150: {
		name: 'domainIsActive',
		run: (call) => void call.reply.int(readDomain(call).active ? 1 : 0),
	},
	151: {
		name: 'domainIsPersistent',
		run: (call) => void call.reply.int(readDomain(call).persistent ? 1 : 0),
	},
	183: {
		name: 'domainHasManagedSaveImage',
		run: (call) => {
			readDomain(call);
			call.args.uint();
			call.reply.int(0);
		},
	},
	196: {
		name: 'domainCreateWithFlags',
		run: async (call) => {
			const domain = readDomain(call);
			const paused = (call.args.uint() & 1) !== 0;
			await start(call.host, domain, 'remoteDispatchDomainCreateWithFlags');
			if (paused) domain.state = STATE.paused;
			writeDomain(call.reply, domain);
		},
	},
	212: {
		name: 'domainGetState',
		run: (call) => {
			const domain = readDomain(call);
			call.args.uint();
			call.reply.int(domain.state).int(domain.reason);
		},
	},
	231: {
		name: 'domainUndefineFlags',
		run: (call) => {
			const domain = readDomain(call);
			const flags = call.args.uint();
			call.host.undefine(domain, {
				snapshots: (flags & UNDEFINE.snapshotsMetadata) !== 0,
				nvram: (flags & (UNDEFINE.nvram | UNDEFINE.keepNvram)) !== 0,
			});
		},
	},
	234: {
		name: 'domainDestroyFlags',
		run: async (call) => {
			const domain = readDomain(call);
			call.args.uint();
			await stop(call.host, domain, 'remoteDispatchDomainDestroyFlags');
		},
	},
	258: {
		name: 'domainShutdownFlags',
		run: async (call) => shutDown(call, 'remoteDispatchDomainShutdownFlags'),
	},
	273: {
		name: 'connectListAllDomains',
		run: ({ host, args, reply }) => {
			const wanted = args.int();
			const flags = args.uint();
			const domains = host.domains.filter((domain) => listed(domain, flags));
			writeList(reply, wanted, domains, (domain) => writeDomain(reply, domain));
		},
	},
	297: {
		name: 'domainGetMetadata',
		run: (call) => {
			const domain = readDomain(call);
			const kind = call.args.int();
			const element = kind === 0 ? 'description' : 'title';
			const text = textOf(find(domain.definition, element));
			if (text === undefined) throw failure(CODE.internal, `domain has no ${element}`);
			call.reply.string(text);
		},
	},
	335: {
		name: 'domainFsfreeze',
		run: (call) => {
			const domain = readDomain(call);
			call.args.array((from) => from.string());
			call.args.uint();
			call.reply.int(freeze(domain));
		},
	},
	336: {
		name: 'domainFsthaw',
		run: (call) => {
			const domain = readDomain(call);
			call.args.array((from) => from.string());
			call.args.uint();
			call.reply.int(thaw(domain));
		},
	},
	350: {
		name: 'domainDefineXMLFlags',
		run: ({ host, args, reply }) => {
			const xml = args.string();
			args.uint();
			writeDomain(reply, host.define(xml));
		},
	},
};

/** The QEMU program: only the way to the guest agent. */
export const qemuProcedures: ProcedureTable = {
	3: {
		name: 'qemuDomainAgentCommand',
		run: (call) => {
			const domain = readDomain(call);
			const command = call.args.string();
			call.args.int();
			call.args.uint();
			if (domain.active) assertAgentAnswers(domain);
			call.reply.optionalString(runAgentCommand(domain, command));
		},
	},
};
