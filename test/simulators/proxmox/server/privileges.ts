export const PRIVILEGES = [
	'VM.Allocate',
	'VM.Audit',
	'VM.Clone',
	'VM.Config.Network',
	'VM.Config.Options',
	'VM.PowerMgmt',
	'VM.Snapshot',
	'VM.Snapshot.Rollback',
	'Datastore.AllocateSpace',
	'Datastore.Audit',
	'Pool.Audit',
	'SDN.Use',
	'Sys.Audit',
	'Sys.Modify',
] as const;
export type Privilege = (typeof PRIVILEGES)[number];

/** One line of the access control list. */
export interface Grant {
	/** `/`, `/vms`, `/vms/100`, `/pool/prod`, `/storage/local-lvm`, `/sdn/zones/localnetwork/vmbr0` */
	readonly path: string;
	readonly privileges: 'all' | readonly Privilege[];
	/** Default true: for what is below the path, too. */
	readonly propagate?: boolean;
}

const isBelow = (path: string, above: string): boolean =>
	above === '/' || path.startsWith(`${above}/`);

/** The grant nearest to the path counts, alone: a nearer one takes the place of those above. */
export function privilegesAt(grants: readonly Grant[], path: string): ReadonlySet<Privilege> {
	const fitting = grants.filter(
		(grant) => grant.path === path || (grant.propagate !== false && isBelow(path, grant.path)),
	);
	const nearest = Math.max(...fitting.map((grant) => grant.path.length));
	const granted = fitting.filter((grant) => grant.path.length === nearest);
	return new Set(
		granted.flatMap(({ privileges }) => (privileges === 'all' ? PRIVILEGES : privileges)),
	);
}
