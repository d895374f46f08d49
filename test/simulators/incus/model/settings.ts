import { configFault, type ConfigRules } from './config';
import type { Settings } from './entities';
import { OperationFailure } from './failure';
import { profilesOf } from './lookup';
import type { World } from './world';

export const configRules = (world: World): ConfigRules => ({
	flavour: world.release.flavour,
	manualExpiry: world.has('snapshot_manual_expiry'),
});

/** Throws `OperationFailure`. */
export function assertConfig(world: World, { config }: Settings): void {
	const fault = configFault(config, configRules(world));
	if (fault !== undefined) throw new OperationFailure(`Invalid config: ${fault.text}`);
}

export function unknownProfile(
	world: World,
	project: string,
	{ profiles }: Settings,
): string | undefined {
	const known = profilesOf(world, project).map(({ name }) => name);
	return profiles.find((name) => !known.includes(name));
}
