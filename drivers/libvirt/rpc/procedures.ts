/** Numbers of remote_protocol.x. They never change once released. */
export const PROCEDURE = {
	connectOpen: 1,
	domainCreate: 9,
	domainDestroy: 12,
	domainGetXmlDesc: 14,
	domainLookupByName: 23,
	domainResume: 28,
	connectGetHostname: 59,
	authList: 66,
	authPolkit: 70,
	domainIsPersistent: 151,
	domainHasManagedSave: 183,
	connectGetLibVersion: 157,
	domainSnapshotCreateXml: 185,
	domainSnapshotGetXmlDesc: 186,
	domainSnapshotCurrent: 191,
	domainRevertToSnapshot: 192,
	domainSnapshotDelete: 193,
	domainGetState: 212,
	domainUndefineFlags: 231,
	connectListAllDomains: 273,
	domainListAllSnapshots: 274,
	domainDefineXmlFlags: 350,
} as const;

/** REMOTE_DOMAIN_LIST_MAX and REMOTE_DOMAIN_SNAPSHOT_LIST_MAX. */
export const LIST_LIMIT = 16_384;

export const XML_FLAG = { secure: 1, inactive: 2 } as const;
export const CREATE_FLAG = {
	redefine: 1,
	current: 2,
	diskOnly: 16,
	quiesce: 64,
	atomic: 128,
} as const;
export const REVERT_FLAG = { running: 1, paused: 2 } as const;
export const DEFINE_FLAG = { validate: 1 } as const;
export const UNDEFINE_FLAG = { nvram: 4 } as const;
export const LIST_SNAPSHOTS_FLAG = { internal: 256, external: 512 } as const;

/** virDomainState. */
export const DOMAIN_STATE = {
	none: 0,
	running: 1,
	blocked: 2,
	paused: 3,
	shuttingDown: 4,
	off: 5,
	crashed: 6,
	suspended: 7,
} as const;

/** virErrorNumber, those that are told apart. */
export const ERROR_CODE = {
	internal: 1,
	unsupported: 3,
	invalidArgument: 8,
	xmlSyntax: 27,
	xmlDetail: 35,
	operationDenied: 29,
	noDomain: 42,
	authFailed: 45,
	invalidOperation: 55,
	configUnsupported: 67,
	timeout: 68,
	noSnapshot: 72,
	argumentUnsupported: 74,
	revertRisky: 77,
	authCancelled: 79,
	operationUnsupported: 84,
	agentUnresponsive: 86,
	resourceBusy: 87,
	accessDenied: 88,
	authUnavailable: 94,
	agentUnsynced: 97,
	agentTimeout: 112,
	agentFailed: 113,
} as const;
