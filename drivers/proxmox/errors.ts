import type { SystemId } from '../../snapshots/model';
import {
	attempting,
	translatorOf,
	type RefusalRule,
	type RefusedAnswer,
	type Undertaking,
} from '../failures';

export const PROXMOX: SystemId = 'proxmox';

export const NOT_MOST_RECENT = /is not most recent snapshot/i;
export const GUEST_MISSING = /Configuration file '[^']*' does not exist|no such (VM|CT)\b/i;
export const SNAPSHOT_MISSING = /snapshot '[^']*' does not exist/i;
export const ID_TAKEN = /config file already exists|(VM|CT) \d+ already exists/i;

const nameOf = ({ target, doing }: Undertaking): string => target?.name ?? `To ${doing}`;

/** `VM is locked (backup)` */
const lockIn = (said: string): string | undefined => /is locked \(([^)]+)\)/i.exec(said)?.[1];

export const lockedBy = (name: string, lock: string | undefined): string =>
	lock === undefined ? `${name} is locked` : `${name} is locked by Proxmox VE (${lock})`;

/** `Permission check failed (/vms/100, VM.Snapshot)`; of several, joined by `|`, one is enough. */
function lacking({ said }: RefusedAnswer, { doing }: Undertaking): string {
	const [, path, privileges = ''] = /\(([^,()]+), ([^()]+)\)/.exec(said) ?? [];
	if (path === undefined) return `Could not ${doing}: ${said || 'the account may not'}`;
	const wanted = privileges.split('|').join(' or ');
	return `Could not ${doing}: the account lacks the privilege ${wanted} on ${path}`;
}

const GIVE_RIGHTS =
	'Give the account of the credential a role with it: Datacenter > Permissions. A token with privilege separation needs it beside its user.';

/**
 * The first that fits counts. Proxmox VE says nearly everything with status 500, so words decide; the same
 * words come in the answer, or later as the outcome of the task.
 */
const RULES: readonly RefusalRule[] = [
	{
		statuses: [401],
		code: 'AUTH',
		message: ({ address }) => `Proxmox VE at ${address} refused the login`,
		advice:
			'Check the token ID (USER@REALM!NAME) and its secret, or the user name with its realm and the password. The token or the account may be expired or disabled.',
	},
	{
		statuses: [403],
		text: /not available with API token/i,
		code: 'FORBIDDEN',
		advice: 'Proxmox VE lets no API token do that. Use user name and password in the credential.',
	},
	{ statuses: [403], code: 'FORBIDDEN', message: lacking, advice: GIVE_RIGHTS },
	{ text: /^Permission check failed/i, code: 'FORBIDDEN', message: lacking, advice: GIVE_RIGHTS },
	{
		text: /\b(VM|CT) is locked/i,
		code: 'BUSY',
		message: ({ said }, undertaking) => lockedBy(nameOf(undertaking), lockIn(said)),
		advice:
			'Run again when the other task is done. A lock that a broken-off task left behind is lifted by qm unlock ID (containers: pct unlock ID) on the node.',
	},
	{
		text: /guest migration lock|replication running/i,
		code: 'BUSY',
		message: (_answer, undertaking) => `${nameOf(undertaking)} is being replicated or migrated`,
	},
	{
		text: /can't lock file|can't acquire lock|cfs-lock|got lock (request )?timeout/i,
		code: 'BUSY',
		message: ({ said }, undertaking) => `${nameOf(undertaking)} is busy: ${said}`,
	},
	{
		text: /snapshot name '[^']*' already used/i,
		code: 'CONFLICT',
		advice: 'That name is taken. Choose another one, or remove what has it. Nothing was changed.',
	},
	{
		text: ID_TAKEN,
		code: 'CONFLICT',
		advice: 'That VM ID is taken. Leave New VM ID empty, or choose another one.',
	},
	{
		text: NOT_MOST_RECENT,
		code: 'CONFLICT',
		advice:
			'On this storage only the newest snapshot can be reverted to. Delete the newer ones first, newest first.',
	},
	{
		text: /unable to rollback to incomplete snapshot/i,
		code: 'CONFLICT',
		advice: 'That snapshot was never finished. Delete it, and choose another one.',
	},
	{
		text: /snapshot feature is not available/i,
		code: 'UNSUPPORTED',
		advice:
			'One of its disks or mount points can’t be snapshotted: raw on LVM or in a folder, passed through, or bound. Move the disk to LVM-thin, ZFS, Ceph, Btrfs or qcow2, or take it off. Nothing was changed.',
	},
	{
		text: /(Full|Linked) clone feature is not supported/i,
		code: 'UNSUPPORTED',
		advice:
			'Clone the present state in Proxmox VE, restore a backup, or move the disks to LVM-thin, Ceph, Btrfs or qcow2. Nothing was changed.',
	},
	{
		text: /you can't .*\btemplate\b/i,
		code: 'UNSUPPORTED',
		advice: 'Templates have no snapshots. Take one of a VM that was cloned from it.',
	},
	{
		text: /Cannot live-migrate, snapshot \(with RAM\)/i,
		code: 'UNSUPPORTED',
		option: 'memory',
		advice: 'Turn off Include Memory for this VM. Nothing was changed.',
	},
	{
		text: SNAPSHOT_MISSING,
		code: 'NOT_FOUND',
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{
		text: GUEST_MISSING,
		code: 'NOT_FOUND',
		advice: 'It may have been removed. Choose it from the list again.',
	},
	{
		text: /needed by replication job/i,
		code: 'CONFLICT',
		advice: 'Replication builds on it. Let the replication job run once more, then delete it.',
	},
	{
		text: /TPM state .*cannot be removed while|cannot clone TPM state while/i,
		code: 'CONFLICT',
		advice: 'The storage of its TPM state takes that only while the VM is off. Stop it first.',
	},
	{
		text: /Full clone of a running container/i,
		code: 'CONFLICT',
		advice: 'Choose one of its snapshots, or stop the container first.',
	},
	{
		text: /parameter '(storage|format)' not allowed for linked clones/i,
		code: 'INVALID_INPUT',
		advice: 'A linked clone stays on the storage of its source: leave Target Storage empty.',
	},
	{
		text: /can't clone (VM|CT)? ?to (node|non-shared storage)/i,
		code: 'INVALID_INPUT',
		advice:
			'Its disks are on storage that the other node can’t reach. Leave Target Node empty, or choose a shared storage. Nothing was changed.',
	},
	{
		text: /no such task|unable to parse worker upid/i,
		code: 'TASK_FAILED',
		message: ({ said }, { doing }) =>
			`Could not ${doing}: Proxmox VE does not know its task any more (${said})`,
		advice: 'Look at the guest on the system before you run again.',
	},
	{
		text: /no space left|not enough (free )?space|out of (disk )?space|insufficient free space|storage is full|\bquota\b/i,
		code: 'QUOTA',
	},
	{
		text: /^unexpected status$|unable to get last line/i,
		code: 'TASK_FAILED',
		message: (_answer, { doing }) =>
			`Could not ${doing}: its task on the node broke off, and nobody knows how far it came`,
		advice: 'Look at the guest and the task log in Proxmox VE before you run again.',
	},
	{
		statuses: [595, 596, 597, 598, 599],
		code: 'UNREACHABLE',
		message: ({ status, said, address }, { doing }) =>
			`Could not ${doing}: ${address} can’t reach the node that it is on (${status}${said === '' ? '' : ` ${said}`})`,
		advice: 'Look whether that node is up, and whether it is part of the cluster.',
	},
	{ statuses: [408], code: 'TIMEOUT' },
	{ statuses: [429], code: 'BUSY' },
	{ statuses: [404], code: 'NOT_FOUND' },
	{
		statuses: [400],
		code: 'INVALID_INPUT',
		advice: 'Proxmox VE refused a value. Nothing was changed.',
	},
	{
		statuses: [501, 505, 506],
		code: 'UNSUPPORTED',
		advice: 'This release of Proxmox VE does not know that call. Version 7 or later is needed.',
	},
	{
		statuses: [502, 503, 504],
		code: 'UNREACHABLE',
		message: ({ status, address }, { doing }) =>
			`A proxy at ${address} answered with status ${status} when asked to ${doing}; it may have been done all the same`,
		advice: 'Look at the task log in Proxmox VE before you run again.',
	},
];

/** Every failure below the driver as one of ours, naming the target. */
export const translateFailure = translatorOf({
	system: PROXMOX,
	product: 'Proxmox VE',
	rules: RULES,
});

/** One call of the contract, its failures translated. */
export const attempt = attempting(translateFailure);
