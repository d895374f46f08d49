import type { Clock } from '../../snapshots/clock';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	RestoreRequest,
	RevertRequest,
	SnapshotChange,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import { inOrder } from '../pipeline';
import type { SshPort } from '../transports/ssh';
import { libvirtCapabilities } from './capabilities';
import type { DomainRef } from './client';
import type { LibvirtOptions } from './connect';
import { createSnapshot } from './create';
import { deleteSnapshot } from './delete';
import { isFailure, LIBVIRT, translateFailure, type Undertaking } from './errors';
import { domainOf, readTarget, readTree, revertLimit, versionText, type LibvirtHost } from './host';
import { restoreAsNew } from './restore';
import { revertToSnapshot } from './revert';
import { ERROR_CODE } from './rpc/procedures';
import { LibvirtConnector } from './session';
import { toSystemSnapshot } from './snapshotXml';
import { updateSnapshot } from './update';

/** Domains that are read at once. Each is a few calls; libvirt queues what it can't take yet. */
const INVENTORY_WIDTH = 64;

/** QEMU/KVM through one libvirt daemon: its RPC, and the host's qemu-img, over one SSH connection. */
export const libvirtDriver = (
	ssh: SshPort,
	options: LibvirtOptions,
	clock: Clock,
): SnapshotDriver => new LibvirtDriver(new LibvirtConnector(ssh, options), clock);

class LibvirtDriver implements SnapshotDriver {
	readonly system = LIBVIRT;
	readonly capabilities = libvirtCapabilities;

	constructor(
		private readonly connector: LibvirtConnector,
		private readonly clock: Clock,
	) {}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		return await this.attempt(
			{ doing: `log in to libvirt at ${this.connector.address}` },
			signal,
			async (host) => ({
				name: await host.client.hostname(signal),
				version: `libvirt ${versionText(host.libVersion)}`,
			}),
		);
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		const doing = { doing: `list the VMs of ${this.connector.address}` };
		if (query.level !== 'vm') throw noSuchLevel(query.level);
		const wanted = query.nameContains?.toLowerCase() ?? '';
		const domains = await this.attempt(doing, signal, async ({ client }) => {
			const all = await client.listDomains(signal);
			return all.filter(({ name }) => name.toLowerCase().includes(wanted));
		});
		const entries = inOrder(
			domains,
			INVENTORY_WIDTH,
			async (domain) => await this.entry(domain, query.withSnapshots, signal),
		);
		for await (const entry of entries) if (entry !== undefined) yield entry;
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		const doing = { doing: `read ${target.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) => await readTarget(host, domainOf(target), signal),
		);
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		const doing = { doing: `list the snapshots of ${target.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) => await listSnapshots(host, domainOf(target), signal),
		);
	}

	async createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const doing = { doing: `create snapshot ${request.name} of ${target.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) => await createSnapshot(host, target, domainOf(target), request, signal),
		);
	}

	async revertToSnapshot(
		target: Target,
		{ id }: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const doing = { doing: `revert ${target.name} to snapshot ${id}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) =>
				await revertToSnapshot(host, target, domainOf(target), id, request, this.clock, signal),
		);
	}

	async restoreAsNew(
		target: Target,
		{ id }: SystemSnapshot,
		request: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target> {
		const doing = { doing: `restore snapshot ${id} of ${target.name} as ${request.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) =>
				await restoreAsNew(host, target, domainOf(target), id, request, this.clock, signal),
		);
	}

	async deleteSnapshot(target: Target, { id }: SystemSnapshot, signal: AbortSignal): Promise<void> {
		const doing = { doing: `delete snapshot ${id} of ${target.name}`, target };
		await this.attempt(doing, signal, async (host) => {
			await deleteSnapshot(host, target, id, signal);
		});
	}

	async updateSnapshot(
		target: Target,
		{ id }: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const doing = { doing: `change snapshot ${id} of ${target.name}`, target };
		return await this.attempt(
			doing,
			signal,
			async (host) => await updateSnapshot(host, target, domainOf(target), id, change, signal),
		);
	}

	async close(): Promise<void> {
		await this.connector.close();
	}

	private async entry(
		domain: DomainRef,
		withSnapshots: boolean,
		signal: AbortSignal,
	): Promise<InventoryEntry | undefined> {
		const target = { level: 'vm', id: domain.uuid, name: domain.name } as const;
		return await this.attempt({ doing: `read ${domain.name}`, target }, signal, async (host) => {
			try {
				const [found, snapshots] = await Promise.all([
					readTarget(host, domain, signal),
					withSnapshots ? listSnapshots(host, domain, signal) : undefined,
				]);
				return { target: found, ...(snapshots === undefined ? {} : { snapshots }) };
			} catch (error) {
				if (isFailure(error, ERROR_CODE.noDomain)) return undefined; // removed since it was listed
				throw error;
			}
		});
	}

	/** Connects if need be, and turns every failure into one of ours. An abort keeps its own reason. */
	private async attempt<T>(
		undertaking: Undertaking,
		signal: AbortSignal,
		work: (host: LibvirtHost) => Promise<T>,
	): Promise<T> {
		signal.throwIfAborted();
		try {
			return await work(await this.connector.host(signal));
		} catch (error) {
			signal.throwIfAborted();
			throw translateFailure(error, undertaking);
		}
	}
}

async function listSnapshots(
	host: LibvirtHost,
	domain: DomainRef,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const { snapshots, currentName } = await readTree(host, domain, signal);
	const limit = revertLimit(host);
	return snapshots.map((snapshot) => toSystemSnapshot(snapshot, currentName, limit));
}

const noSuchLevel = (level: string): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `libvirt has no snapshots at the level ${level}`, {
		system: LIBVIRT,
		advice: 'Choose the level VM.',
	});
