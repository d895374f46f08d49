import { z } from 'zod';

/** `GET /1.0`, which answers everybody; to who is not trusted it tells little. */
export const serverRow = z.object({
	auth: z.string().default('untrusted'),
	api_extensions: z.array(z.string()).default([]),
	environment: z
		.object({
			server: z.string().default(''),
			server_name: z.string().default(''),
			server_version: z.string().default(''),
		})
		.default({}),
});
export type Server = z.output<typeof serverRow>;

export const isTrusted = ({ auth }: Server): boolean => auth === 'trusted';

/** What a server can do beyond the oldest versions is told by name. */
export type Extension =
	'instance_snapshot_disk_only_restore' | 'storage_volume_full' | 'storage_volumes_all_projects';

export const has = ({ api_extensions: known }: Server, extension: Extension): boolean =>
	known.includes(extension);

/** Both speak the same API; which of the two it is. */
export const productOf = ({ environment }: Server): string =>
	environment.server.toLowerCase() === 'lxd' ? 'LXD' : 'Incus';
