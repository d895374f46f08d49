import { newCertificate } from '../../support/certificate';
import {
	HttpsSimulator,
	SimulatedServer,
	type HttpsSimulatorOptions,
} from '../../support/simulatedHttps';
import { systemClock } from '../../support/systemClock';
import { INSTANT, type Durations } from './durations';
import { kill, setRunning } from './model/power';
import type { Key, Row } from './model/table';
import { setTenantPhase, type TenantSpec } from './model/tenants';
import { machineOf, type VmSpec } from './model/vms';
import type { VolumeSpec } from './model/volumes';
import { World } from './model/world';
import { furnish } from './furniture';
import { grow, type GrowingLevel } from './growing';
import { defaultQuirks, type Quirks } from './quirks';
import * as seed from './seeding';
import { VergeosApi } from './server/api';
import { Auth, type ApiKey, type User } from './server/auth';

export interface VergeosOptions extends HttpsSimulatorOptions {
	/** Default 26.1.8. Before 26.1 there are no partial snapshots; 26.1.0 to 26.1.6 lock for too long. */
	readonly version?: string;
	readonly cloudName?: string;
	readonly quirks?: Partial<Quirks>;
	/** What is not given takes no time. */
	readonly durations?: Partial<Durations>;
}

/** A thing with content, by its `$key`. */
export interface Ref {
	readonly level: 'vm' | 'tenant' | 'volume' | 'system';
	readonly id: string | number;
}

const TABLE_OF = { vm: 'vms', tenant: 'tenants', volume: 'volumes', system: 'system' } as const;

/** A VergeOS system on loopback: its API over HTTPS, and hands on what is behind it. */
export class VergeosSimulator extends HttpsSimulator {
	/** All rights. */
	readonly credentials = {
		username: 'admin',
		password: 'secret-of-the-simulator',
		apiKey: 'api-key-of-the-simulator',
	} as const;

	private constructor(
		/** Read and change it as the world outside would; `world.table('vms')` has the rows. */
		readonly world: World,
		server: SimulatedServer,
		private readonly auth: Auth,
	) {
		super(server);
	}

	static async start(options: VergeosOptions = {}): Promise<VergeosSimulator> {
		const clock = options.clock ?? systemClock;
		const world = new World({
			clock,
			version: options.version ?? '26.1.8',
			quirks: { ...defaultQuirks(), ...options.quirks },
			durations: { ...INSTANT, ...options.durations },
		});
		furnish(world, options.cloudName ?? 'demo-cloud');
		const certificate = options.certificate ?? newCertificate({ commonName: 'vergeos.simulator' });
		const auth = new Auth(() => world.now(), world.durations.sessionIdle);
		const server = new SimulatedServer(new VergeosApi(world, auth), clock, certificate);
		await server.listen(options.port ?? 0);
		const simulator = new VergeosSimulator(world, server, auth);
		const { username, password, apiKey } = simulator.credentials;
		simulator.addUser({ name: username, password });
		simulator.addApiKey({ key: apiKey, user: username });
		return simulator;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	addUser(user: User): void {
		this.auth.addUser(user);
	}

	addApiKey(key: ApiKey): void {
		this.auth.addKey(key);
	}

	/** The VM's key, which is not its machine's. */
	addVm(spec: VmSpec): number {
		return Number(seed.seedVm(this.world, spec).$key);
	}

	addTenant(spec: TenantSpec): number {
		return Number(seed.seedTenant(this.world, spec).$key);
	}

	addVolume(spec: VolumeSpec): string {
		return String(seed.seedVolume(this.world, spec).$key);
	}

	/** A snapshot that is there already. Of a VM, a volume or a tenant. */
	addSnapshot(of: Ref, spec: seed.SnapshotSpec): number {
		return Number(this.seedSnapshot(of, spec).$key);
	}

	addSystemSnapshot(spec: seed.CloudSnapshotSpec): number {
		return Number(seed.seedCloudSnapshot(this.world, spec).$key);
	}

	addProfile(
		name: string,
		periods: readonly seed.PeriodSpec[],
	): ReturnType<typeof seed.seedProfile> {
		return seed.seedProfile(this.world, name, periods);
	}

	/** More of a level, stopped, with two snapshots each, or as many as told. */
	grow(count: number, snapshotsEach = 2, level: GrowingLevel = 'vm'): void {
		grow(this.world, count, snapshotsEach, level);
	}

	/** The key of a live VM, tenant or volume, by its name. */
	keyOf(level: 'vm' | 'tenant' | 'volume', name: string): Key {
		this.world.settle();
		const rows = this.world.table(TABLE_OF[level]).where('name', name);
		const live = rows.find(({ is_snapshot }) => is_snapshot !== true);
		if (live === undefined) throw new Error(`There is no ${level} ${name}`);
		return live.$key;
	}

	machineKeyOf(vmKey: Key): number {
		return Number(machineOf(this.world, this.row({ level: 'vm', id: vmKey })).$key);
	}

	/** What is on the disk, behind the API's back. */
	read(of: Ref): string {
		return String(this.contentHolder(of)._disk);
	}

	write(of: Ref, text: string): void {
		this.contentHolder(of)._disk = text;
	}

	network(vmKey: Key): { readonly connected: boolean; readonly addresses: readonly string[] } {
		const machine = this.machineKeyOf(vmKey);
		const nics = this.world.table('machine_nics').where('machine', machine);
		return {
			connected: nics.some(({ enabled, vnet }) => enabled === true && vnet !== null),
			addresses: nics.map(({ macaddress }) => String(macaddress)),
		};
	}

	/** At once, as if somebody had done it before. */
	setRunning(of: Ref, running: boolean): void {
		const row = this.row(of);
		if (of.level === 'tenant') setTenantPhase(this.world, row, running ? 'online' : 'offline');
		else if (running) setRunning(this.world, row);
		else kill(this.world, row);
	}

	/** Lets somebody else hold it; `system` for all system snapshots. */
	lock(of: Ref, holder = 'backup-job'): void {
		this.world.hold(heldName(of), holder);
	}

	unlock(of: Ref): void {
		this.world.release(heldName(of));
	}

	private row({ level, id }: Ref): Row {
		this.world.settle();
		return this.world.table(TABLE_OF[level]).get(id);
	}

	private contentHolder(of: Ref): Row {
		const row = this.row(of);
		return of.level === 'vm' ? machineOf(this.world, row) : row;
	}

	private seedSnapshot(of: Ref, spec: seed.SnapshotSpec): Row {
		const row = this.row(of);
		switch (of.level) {
			case 'vm':
				return seed.seedVmSnapshot(this.world, row, spec);
			case 'tenant':
				return seed.seedTenantSnapshot(this.world, row, spec);
			case 'volume':
				return seed.seedVolumeSnapshot(this.world, row, spec);
			case 'system':
				return seed.seedCloudSnapshot(this.world, spec);
		}
	}
}

const heldName = ({ level, id }: Ref): string =>
	level === 'system' ? 'system' : `${TABLE_OF[level]}/${id}`;
