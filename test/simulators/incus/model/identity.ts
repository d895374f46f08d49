import { randomUUID } from 'node:crypto';
import type { Config, Settings } from './entities';
import { expandedDevices } from './lookup';
import type { World } from './world';

const isVolatile = (key: string): boolean => key.startsWith('volatile.');

/** What a copy takes over: volatile keys tell one instance from another, but for two. */
export const copiedConfig = (config: Config): Config =>
	Object.fromEntries(
		Object.entries(config).filter(
			([key]) =>
				!isVolatile(key) || key === 'volatile.base_image' || key === 'volatile.last_state.idmap',
		),
	);

/** With UUIDs, and addresses for network cards that have no static ones. */
export function withIdentity(world: World, project: string, settings: Settings): Settings {
	const uuid = randomUUID();
	const addresses = Object.entries(expandedDevices(world, project, settings))
		.filter(([, { type, hwaddr }]) => type === 'nic' && hwaddr === undefined)
		.map(([name]) => [`volatile.${name}.hwaddr`, world.nextAddress()]);
	const identity: Config = {
		'volatile.uuid': uuid,
		'volatile.uuid.generation': uuid,
		...(Object.fromEntries(addresses) as Config),
	};
	return { ...settings, config: { ...identity, ...settings.config } };
}

/** After a restore the instance is the same one in another life. */
export const regenerated = (settings: Settings): Settings => ({
	...settings,
	config: { ...settings.config, 'volatile.uuid.generation': randomUUID() },
});
