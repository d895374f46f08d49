import { cloudSnapshots } from './cloudSnapshots';
import { machineSnapshots } from './machineSnapshots';
import { snapshotProfilePeriods, snapshotProfiles } from './profiles';
import { tenantSnapshots, tenants } from './tenants';
import { machineNics, vms } from './vms';
import { volumes, volumeSnapshots } from './volumes';
import type { Writer } from './writer';

const WRITERS: Readonly<Record<string, Writer>> = {
	vms,
	machine_nics: machineNics,
	machine_snapshots: machineSnapshots,
	cloud_snapshots: cloudSnapshots,
	tenants,
	tenant_snapshots: tenantSnapshots,
	volumes,
	volume_snapshots: volumeSnapshots,
	snapshot_profiles: snapshotProfiles,
	snapshot_profile_periods: snapshotProfilePeriods,
};

/** Tables that nobody writes over the API have none. */
export const writerOf = (table: string): Writer => WRITERS[table] ?? {};
