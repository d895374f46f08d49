/** Codes of `virErrorNumber`, as far as the simulator raises them. */
export const CODE = {
	internal: 1,
	noConnect: 5,
	invalidArgument: 8,
	operationFailed: 9,
	noName: 21,
	xml: 27,
	xmlDetail: 35,
	system: 38,
	rpc: 39,
	noDomain: 42,
	authFailed: 45,
	noPool: 49,
	noVolume: 50,
	operationInvalid: 55,
	configUnsupported: 67,
	operationTimeout: 68,
	noSnapshot: 72,
	argumentUnsupported: 74,
	revertRisky: 77,
	operationUnsupported: 84,
	agentUnresponsive: 86,
} as const;
export type ErrorCode = (typeof CODE)[keyof typeof CODE];

/** `virErrorDomain`: which part of libvirt speaks. */
export const ORIGIN = {
	none: 0,
	xml: 5,
	rpc: 7,
	qemu: 10,
	storage: 18,
	domain: 20,
	snapshot: 35,
} as const;
export type ErrorOrigin = (typeof ORIGIN)[keyof typeof ORIGIN];

const PREFIX: Readonly<Partial<Record<number, string>>> = {
	[CODE.internal]: 'internal error',
	[CODE.invalidArgument]: 'invalid argument',
	[CODE.operationFailed]: 'operation failed',
	[CODE.xml]: 'XML error',
	[CODE.noDomain]: 'Domain not found',
	[CODE.authFailed]: 'authentication failed',
	[CODE.noPool]: 'Storage pool not found',
	[CODE.noVolume]: 'Storage volume not found',
	[CODE.operationInvalid]: 'Requested operation is not valid',
	[CODE.configUnsupported]: 'unsupported configuration',
	[CODE.operationTimeout]: 'Timed out during operation',
	[CODE.noSnapshot]: 'Domain snapshot not found',
	[CODE.argumentUnsupported]: 'argument unsupported',
	[CODE.revertRisky]: 'revert requires force',
	[CODE.operationUnsupported]: 'Operation not supported',
	[CODE.agentUnresponsive]: 'Guest agent is not responding',
};

/** What a client gets as an error reply. `str1` is the format and `str2` the detail, as libvirt sends them. */
export class LibvirtError extends Error {
	constructor(
		readonly code: number,
		readonly origin: number,
		message: string,
		readonly str1: string,
		readonly str2: string,
	) {
		super(message);
	}
}

export function failure(
	code: ErrorCode,
	detail: string,
	origin: ErrorOrigin = ORIGIN.qemu,
): LibvirtError {
	const prefix = PREFIX[code];
	return prefix === undefined
		? new LibvirtError(code, origin, detail, '%s', detail)
		: new LibvirtError(code, origin, `${prefix}: ${detail}`, `${prefix}: %s`, detail);
}

/** An invalid combination of flags carries no prefix: str1 is the function, str2 the argument. */
export const flagFailure = (message: string, inFunction: string, argument = 'ctl'): LibvirtError =>
	new LibvirtError(CODE.invalidArgument, ORIGIN.qemu, message, inFunction, argument);
