import type { World } from '../model/world';
import type { Access } from '../server/access';
import type { Logins } from '../server/login';
import { notImplemented, PveError, untransportable } from '../server/pveError';
import { accessEndpoints } from './access';
import { cloneEndpoints } from './clone';
import { clusterEndpoints } from './cluster';
import { configEndpoints } from './config';
import type { Endpoint, Endpoints, PathValues } from './endpoint';
import { guestEndpoints } from './guests';
import { TEXT, SNAPSHOT_NAME, verified, VMID, type Parameters } from './parameters';
import { poolEndpoints } from './pools';
import { snapshotEndpoints } from './snapshots';
import { taskEndpoints } from './tasks';

const ENDPOINTS: Endpoints = {
	...accessEndpoints,
	...cloneEndpoints,
	...clusterEndpoints,
	...configEndpoints,
	...guestEndpoints,
	...poolEndpoints,
	...snapshotEndpoints,
	...taskEndpoints,
};

export interface Route {
	readonly method: string;
	readonly pattern: RegExp;
	readonly endpoint: Endpoint;
}

const ROUTES: readonly Route[] = Object.entries(ENDPOINTS).map(([name, endpoint]) => {
	const [method = '', path = ''] = name.split(' ');
	const pattern = path
		.replace('{type}', '(?<type>qemu|lxc)')
		.replace(/\{(\w+)\}/g, (_whole, part: string) => `(?<${part}>[^/]+)`);
	return { method, pattern: new RegExp(`^${pattern}$`), endpoint };
});

export interface Found {
	readonly endpoint: Endpoint;
	readonly path: PathValues;
}

/** Throws 501 for what there is not: Proxmox has no 404 and no 405. */
export function find(method: string, path: string): Found {
	for (const { method: wanted, pattern, endpoint } of ROUTES) {
		const match = wanted === method ? pattern.exec(path) : null;
		if (match !== null) return { endpoint, path: { ...match.groups } };
	}
	throw notImplemented(method, path);
}

const PATH_PARAMETERS: Parameters = {
	node: TEXT,
	type: TEXT,
	vmid: VMID,
	snapname: SNAPSHOT_NAME,
	upid: TEXT,
	poolid: TEXT,
};

export interface Routed extends Found {
	readonly world: World;
	readonly access: Access;
	readonly logins: Logins;
	readonly given: ReadonlyMap<string, string>;
}

/** What the answer holds. */
export function run({ endpoint, path, given, ...rest }: Routed): unknown {
	const { world, access } = rest;
	for (const name of Object.keys(path)) {
		if (given.has(name)) throw twice(name);
	}
	endpoint.demands?.(access, path);
	if (path.node !== undefined) assertReachable(world, path.node);
	const { parameters = {} } = endpoint;
	const type = path.type === 'lxc' ? 'lxc' : 'qemu';
	const own = typeof parameters === 'function' ? parameters(type) : parameters;
	const inPath = Object.keys(path).map((name) => [name, PATH_PARAMETERS[name] ?? TEXT]);
	const all = { ...own, ...(Object.fromEntries(inPath) as Parameters) };
	const values = verified(new Map([...given, ...Object.entries(path)]), all);
	return endpoint.answer({ ...rest, values });
}

const twice = (name: string): PveError =>
	new PveError(400, `duplicate parameter (already defined in URI) : ${name}\n`);

/** The node that was asked passes it on to the one that is meant (AnyEvent's pseudo-states). */
function assertReachable({ nodes }: World, node: string): void {
	const state = nodes.get(node);
	switch (state) {
		case 'online':
			return;
		case 'offline':
			throw untransportable(595, 'No route to host');
		case 'unresponsive':
			throw untransportable(596, 'Connection timed out');
		case undefined:
			throw new PveError(
				500,
				`hostname lookup '${node}' failed - failed to get address info for: ${node}: ` +
					'Name or service not known\n',
			);
	}
}
