import { z } from 'zod';

const texts = z.array(z.string()).nullish();
const handling = z
	.enum(['DONT_IGNORE', 'IGNORE_WITH_WARNING', 'IGNORE_WITHOUT_WARNING'])
	.or(z.object({ name: z.string() }).passthrough())
	.nullish();

/** Commands before and after a snapshot: kept and given back, and never run here. */
export const VM_SETTINGS = {
	preSnapCmdExecEnabled: z.boolean().nullish(),
	preSnapCmdArgs: texts,
	preSnapIgnoredExitCodes: z.string().nullish(),
	preSnapStdErrorHandling: handling,
	postSnapCmdExecEnabled: z.boolean().nullish(),
	postSnapCmdArgs: texts,
	postSnapIgnoredExitCodes: z.string().nullish(),
	postSnapStdErrorHandling: handling,
	sshHost: z.string().nullish(),
	sshPort: z.number().int().nullish(),
	sshUser: z.string().nullish(),
	sshKeyPath: z.string().nullish(),
};

export const INITIAL_VM_SETTINGS: Readonly<Record<keyof typeof VM_SETTINGS, unknown>> = {
	preSnapCmdExecEnabled: false,
	preSnapCmdArgs: [],
	preSnapIgnoredExitCodes: null,
	preSnapStdErrorHandling: { name: 'DONT_IGNORE' },
	postSnapCmdExecEnabled: false,
	postSnapCmdArgs: [],
	postSnapIgnoredExitCodes: null,
	postSnapStdErrorHandling: { name: 'DONT_IGNORE' },
	sshHost: null,
	sshPort: 22,
	sshUser: null,
	sshKeyPath: null,
};
