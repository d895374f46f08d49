import type { Guest, GuestType } from '../model/entities';
import type { Order } from '../model/tasks';
import type { World } from '../model/world';
import type { Access } from '../server/access';
import type { Logins } from '../server/login';
import type { Parameters, Values } from './parameters';

/** One request below `/api2/json`, after it was looked at. */
export interface ApiRequest {
	readonly world: World;
	readonly access: Access;
	readonly logins: Logins;
	/** What stood in the path is among them. */
	readonly values: Values;
}

/** In the order in which Proxmox asks: rights, the node, parameters, then the work. */
export interface Endpoint {
	/** Beyond those in the path. */
	readonly parameters?: Parameters | ((type: GuestType) => Parameters);
	/** Throws 403. Parameters are not looked at yet. */
	readonly demands?: (access: Access, path: PathValues) => void;
	/** What the answer holds as `data`. */
	readonly answer: (request: ApiRequest) => unknown;
}

/** What stands in the path in place of its `{…}`, as it came. */
export type PathValues = Readonly<Record<string, string>>;

/** `GET /nodes/{node}/qemu/{vmid}/config` → what does it. `{type}` is `qemu` or `lxc`. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** More beside `data`. */
export class Listing {
	constructor(
		readonly data: readonly unknown[],
		readonly total: number,
	) {}

	/** An empty one tells no total (Formatter/Standard.pm). */
	asBody(): object {
		const { data, total } = this;
		return total === 0 ? { data } : { data, total };
	}
}

export function guestOf({ world, values }: ApiRequest): Guest {
	const type = values.required('type') === 'qemu' ? 'qemu' : 'lxc';
	return world.guestAt(values.required('node'), type, Number(values.required('vmid')));
}

/** Begins a task on a guest and tells its UPID. */
export function begin(
	{ world, access }: ApiRequest,
	guest: Guest,
	order: Omit<Order, 'node' | 'id' | 'user'>,
): string {
	const { node, vmid } = guest;
	return world.tasks.start({ ...order, node, id: String(vmid), user: access.caller }).upid;
}
