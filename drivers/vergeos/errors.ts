import type { SystemId } from '../../snapshots/model';
import {
	attempting,
	translatorOf,
	type RefusalRule,
	type RefusedAnswer,
	type Undertaking,
} from '../failures';

export const VERGEOS: SystemId = 'vergeos';

const nameOf = ({ target, doing }: Undertaking): string => target?.name ?? `To ${doing}`;

/** The first that fits counts. Texts where they are known; VergeOS documents hardly any. */
const RULES: readonly RefusalRule[] = [
	{
		statuses: [401],
		code: 'AUTH',
		message: ({ address }) => `VergeOS at ${address} refused the login`,
		advice:
			'Check the API key, or the user name and password, in the credential. The key may have expired.',
	},
	{
		statuses: [403],
		text: /\bIP\b|address|allow(ed)? list|deny list/i,
		code: 'FORBIDDEN',
		advice:
			'The API key may be used from certain addresses only. Put the address of n8n on its IP allow list, and take it off its deny list.',
	},
	{
		text: /immutable|snapshot is locked/i,
		code: 'CONFLICT',
		advice:
			'Nobody can delete a snapshot that is locked as immutable. Wait until the lock ends: List Snapshots tells when. Nothing was changed.',
	},
	{
		statuses: [403],
		code: 'FORBIDDEN',
		advice:
			'Give the user of the credential the rights to list, read, create, modify and delete there.',
	},
	{
		statuses: [429],
		code: 'BUSY',
		message: ({ address }, { doing }) =>
			`VergeOS at ${address} takes no more requests for now, so it could not ${doing}`,
		advice:
			'An API key may make about 1,000 requests an hour. Run again later, less often, or with several keys. Nothing was changed.',
	},
	{ statuses: [408], code: 'TIMEOUT' },
	{
		text: /no space|out of (disk )?space|storage (is )?full|quota|(maximum|max|limit)\b.*snapshots|snapshots?\b.*\blimit/i,
		code: 'QUOTA',
	},
	{
		text: /guest agent|quiesce/i,
		code: 'TASK_FAILED',
		advice:
			'Turn on Guest Agent for the VM and start qemu-guest-agent inside it, or set Quiesce to If Possible.',
		option: 'quiesce',
	},
	{
		text: /already exists|already in use|not unique|must be unique/i,
		code: 'CONFLICT',
		advice: 'That name is taken. Choose another one, or remove what has it. Nothing was changed.',
	},
	{
		statuses: [423],
		code: 'BUSY',
		message: (failure, undertaking) => `${nameOf(undertaking)} is locked: ${failure.message}`,
	},
	{
		text: /\bbusy\b|in progress|is locked|locked by|being (restored|snapshotted|cloned|deleted|migrated)|migrating|(task|job|operation|action|import|sync) is (already )?(running|pending)/i,
		code: 'BUSY',
		message: (failure, undertaking) => `${nameOf(undertaking)} is busy: ${failure.message}`,
	},
	{
		text: /(?<!not |n't )\b(running|online)\b|powered on|power(ed)? (it )?off|must be (off|stopped)/i,
		code: 'CONFLICT',
		advice:
			'Restore over Source needs it powered off. Run again with If the Guest Does Not Shut Down set to power off, or stop it first. Nothing was changed.',
	},
	{
		statuses: [404],
		code: 'NOT_FOUND',
		message: (failure, undertaking) => `Could not ${undertaking.doing}: ${missing(failure)}`,
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{ statuses: [409], code: 'CONFLICT' },
	{
		text: /is not in list for field|not supported|unsupported/i,
		code: 'UNSUPPORTED',
		advice:
			'This version of VergeOS does not know that. Version 26.0 or later is needed. Nothing was changed.',
	},
	{ statuses: [405], code: 'UNSUPPORTED', advice: 'VergeOS does not permit it here.' },
	{
		statuses: [400, 422],
		text: /too long|length|characters|required|validation|invalid|readonly|read-only|\bname\b/i,
		code: 'INVALID_INPUT',
		advice:
			'VergeOS refused a value. Names have at most 128 characters, descriptions 2,048. Nothing was changed.',
	},
	{ statuses: [400], code: 'INVALID_INPUT', advice: 'VergeOS refused it. Nothing was changed.' },
	{
		statuses: [500, 502, 503, 504],
		code: 'UNREACHABLE',
		message: ({ status, said, address }, { doing }) =>
			`VergeOS at ${address} answered with status ${status}${said === '' ? '' : ` (${said})`} when asked to ${doing}; it may have done it all the same`,
		advice:
			'Look at the system’s log. Create and delete can be run again at once: what is done is found.',
	},
];

const missing = ({ said }: RefusedAnswer): string => (said === '' ? 'it is not there' : said);

/** Every failure below the driver as one of ours, naming the target. */
export const translateFailure = translatorOf({ system: VERGEOS, product: 'VergeOS', rules: RULES });

/** One call of the contract, its failures translated. */
export const attempt = attempting(translateFailure);
