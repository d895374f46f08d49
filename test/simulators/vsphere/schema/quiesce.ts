import { data, flag, oneOf, oneOfTypes, optional, whole, type Reader } from '../wire/readers';

export interface QuiesceSpec {
	/** Minutes. */
	readonly timeout: number | undefined;
}

const common = { timeout: optional(whole) } as const;

const readers: readonly Reader<QuiesceSpec>[] = [
	data('VirtualMachineGuestQuiesceSpec', common),
	data('VirtualMachineWindowsQuiesceSpec', {
		...common,
		vssBackupType: optional(whole),
		vssBootableSystemState: optional(flag),
		vssPartialFileSupport: optional(flag),
		vssBackupContext: optional(
			oneOf('VirtualMachineWindowsQuiesceSpecVssBackupContext', [
				'ctx_auto',
				'ctx_backup',
				'ctx_file_share_backup',
			]),
		),
	}),
];

export const quiesceSpec = oneOfTypes('VirtualMachineGuestQuiesceSpec', readers);
