import { SnapshotError } from '../../snapshots/errors';
import { CancelledOperation } from './answers';
import { attempting, translatorOf, type RefusalRule, type Undertaking } from '../failures';
import { NotTrusted } from './notTrusted';
import { INCUS } from './system';

const nameOf = ({ target, doing }: Undertaking): string => target?.name ?? `To ${doing}`;

const NAME_TAKEN =
	'That name is taken. Choose another one, or remove what has it. Nothing was changed.';

/**
 * The first that fits counts. Texts go before statuses: what fails within an operation is told with status 200
 * or 500, whatever it is.
 */
const RULES: readonly RefusalRule[] = [
	{
		text: /doesn't allow for snapshot creation/i,
		code: 'FORBIDDEN',
		advice:
			'The project forbids snapshots: an administrator can allow them with incus project set PROJECT restricted.snapshots=allow (LXD: lxc). Nothing was changed.',
	},
	{
		text: /is busy running|resource busy|(operation|backup|migration|task)s? (is )?(already |currently )?(running|in progress)|currently being (created|deleted|restored|migrated)/i,
		code: 'BUSY',
		message: (answer, undertaking) => `${nameOf(undertaking)} is busy: ${answer.message}`,
	},
	{
		text: /subsequent internal snapshot/i,
		code: 'CONFLICT',
		advice:
			'The storage holds a newer hidden snapshot, which a copy was made of. Use Restore as New VM instead, or delete that copy first.',
	},
	{
		text: /subsequent snapshot/i,
		code: 'CONFLICT',
		advice:
			'This storage goes back to the newest snapshot only. Delete the newer ones first, use Restore as New VM instead, or set remove_snapshots on the volume, which gives them up.',
	},
	{
		text: /migration\.stateful/i,
		code: 'UNSUPPORTED',
		option: 'memory',
		advice:
			'Set migration.stateful to true for the virtual machine while it is off (incus config set NAME migration.stateful=true), or turn off Include Memory. Nothing was changed.',
	},
	{
		text: /unable to create a stateful snapshot/i,
		code: 'CONFLICT',
		option: 'memory',
		advice: 'Only what runs has memory to include. Start it, or turn off Include Memory.',
	},
	{
		text: /limits\.memory.*size\.state/i,
		code: 'CONFLICT',
		option: 'memory',
		advice:
			'The memory needs room beside the disk: set size.state of the root disk to at least limits.memory, or turn off Include Memory. Nothing was changed.',
	},
	{
		text: /\bCRIU\b/i,
		code: 'UNSUPPORTED',
		option: 'memory',
		advice: 'Turn off Include Memory: it is for virtual machines only. Nothing was changed.',
	},
	{
		text: /used by running instances|in use by (a )?running/i,
		code: 'CONFLICT',
		advice: 'Stop the instances that the volume is attached to, or detach it. Nothing was changed.',
	},
	{
		text: /invalid [\w ]*name|\bname(s)? (may not|cannot|can only|must)\b/i,
		code: 'INVALID_INPUT',
		advice: 'Choose another name. Nothing was changed.',
	},
	{
		text: /already exists|already in use|UNIQUE constraint failed/i,
		code: 'CONFLICT',
		advice: NAME_TAKEN,
	},
	{
		text: /no root device could be found/i,
		code: 'TASK_FAILED',
		advice:
			'None of its profiles has a root disk any more. Say which Storage Pool to use, or mend the profile.',
	},
	{
		text: /no space left|disk quota exceeded|quota.*exceeded|not enough (free )?space|out of space|reached maximum number|reached maximum aggregate/i,
		code: 'QUOTA',
	},
	{
		text: /profile .*(does not exist|doesn't exist|not found)/i,
		code: 'NOT_FOUND',
		advice:
			'The copy needs the profiles of the source in its project, too. Make them there, or choose another Project. Nothing was changed.',
	},
	{
		text: /storage pool not found/i,
		code: 'NOT_FOUND',
		advice: 'Check Storage Pool: incus storage list (LXD: lxc) tells which there are.',
	},
	{
		text: /does not exist|not found|doesn't exist|no such (object|file)/i,
		code: 'NOT_FOUND',
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{
		statuses: [401],
		code: 'AUTH',
		message: ({ address }) => `${address} refused the login`,
		advice:
			'The token may have expired, or the certificate may have been taken off the trust store.',
	},
	{
		statuses: [403],
		code: 'FORBIDDEN',
		advice:
			'The server knows the credential, but does not let it do this. Look whether the certificate is restricted to other projects (incus config trust list; LXD: lxc), or what rights the identity has.',
	},
	{
		statuses: [404],
		code: 'NOT_FOUND',
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{ statuses: [408], code: 'TIMEOUT' },
	{ statuses: [409], code: 'CONFLICT' },
	{
		statuses: [412],
		code: 'CONFLICT',
		advice: 'Somebody else changed it at the same time. Look at it, then run again.',
	},
	{ statuses: [423, 429], code: 'BUSY' },
	{
		statuses: [400],
		code: 'INVALID_INPUT',
		advice: 'The server refused a value. Nothing was changed.',
	},
	{ statuses: [405, 501], code: 'UNSUPPORTED', advice: 'This version does not know that call.' },
	{
		// Without a word of Incus in it: something in front of it answered.
		statuses: [500, 502, 503, 504],
		text: /^$/,
		code: 'UNREACHABLE',
		message: ({ status, address }, { doing }) =>
			`${address} answered with status ${status} when asked to ${doing}; it may have done it all the same`,
		advice:
			'Look at the server’s log. Create and delete can be run again at once: what is done is found.',
	},
	{
		statuses: [502, 503, 504],
		code: 'UNREACHABLE',
		advice: 'The server, or a member of its cluster, is starting or not there. Run again later.',
	},
];

/** Every failure below the driver as one of ours, naming the target. */
export const translateFailure = translatorOf({
	system: INCUS,
	product: 'Incus',
	rules: RULES,
	own(error, { doing, target }) {
		if (error instanceof NotTrusted) {
			const message = `Could not ${doing}: ${error.message}`;
			return new SnapshotError('AUTH', message, {
				system: INCUS,
				target,
				advice: error.advice,
				cause: error,
			});
		}
		if (error instanceof CancelledOperation) {
			const message = `Could not ${doing}: somebody cancelled it on the server`;
			return new SnapshotError('CANCELLED', message, { system: INCUS, target, cause: error });
		}
		return undefined;
	},
});

/** One call of the contract, its failures translated. */
export const attempt = attempting(translateFailure);
