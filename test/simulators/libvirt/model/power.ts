import { CODE, ORIGIN, LibvirtError, failure } from './errors';
import { disksOf } from './disks';
import { REASON, STATE, type Domain } from './domain';
import type { LibvirtHost } from './host';
import { find } from './xmlTree';

export async function start(host: LibvirtHost, domain: Domain, holder: string): Promise<void> {
	await host.withJob(
		domain,
		holder,
		'power',
		() => {
			if (domain.active) throw failure(CODE.operationInvalid, 'domain is already running');
			assertDisksUsable(host, domain);
		},
		() => boot(host, domain, REASON.booted),
	);
}

/** A new QEMU process: a new id, and RAM as given (empty after a cold boot). */
export function boot(host: LibvirtHost, domain: Domain, reason: number, memory = ''): void {
	domain.become(true, host.nextId(), reason, memory);
}

export async function stop(host: LibvirtHost, domain: Domain, holder: string): Promise<void> {
	await host.withJob(
		domain,
		holder,
		'power',
		() => {
			if (!domain.active) {
				throw failure(CODE.operationInvalid, 'domain is not running', ORIGIN.domain);
			}
		},
		() => powerOff(host, domain),
	);
}

export function powerOff(host: LibvirtHost, domain: Domain, reason = REASON.destroyed): void {
	domain.become(false, -1, reason);
	if (!domain.persistent) host.forget(domain);
}

export function pauseGuest(host: LibvirtHost, domain: Domain, paused: boolean): void {
	if (!domain.active) throw failure(CODE.operationInvalid, 'domain is not running');
	domain.state = paused ? STATE.paused : STATE.running;
	host.changed();
}

/** QEMU opens each file of each chain, and for writing the top ones, which only one VM may do at a time. */
export function assertDisksUsable(host: LibvirtHost, domain: Domain): void {
	for (const disk of disksOf(domain.definition)) {
		const missing = host.images.missingInChain(disk.path);
		if (missing !== undefined) throw missingFile(missing, disk.path);
		const stated = find(disk.element, 'backingStore', 'source')?.attributes.file;
		const actual = host.images.get(disk.path)?.backing?.path;
		if (stated !== undefined && stated !== actual) {
			throw failure(
				CODE.internal,
				`disk ${disk.target} states the backing file '${stated}', its header '${actual ?? 'none'}'`,
			);
		}
		const user = host.domains.find(
			(other) =>
				other !== domain &&
				other.active &&
				disksOf(other.present).some((one) => one.path === disk.path),
		);
		if (user !== undefined) {
			throw failure(
				CODE.internal,
				`process exited while connecting to monitor: Failed to get "write" lock\nIs another process using the image [${disk.path}]?`,
			);
		}
	}
}

function missingFile(missing: string, top: string): LibvirtError {
	const what =
		missing === top
			? `Cannot access storage file '${missing}'`
			: `Cannot access backing file '${missing}' of storage file '${top}'`;
	const message = `${what} (as uid:64055, gid:64055): No such file or directory`;
	return new LibvirtError(CODE.system, ORIGIN.storage, message, '%s', message);
}
