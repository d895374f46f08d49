import { z } from 'zod';
import type { SystemDescription } from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import { pathOf } from './ids';
import type { Incus } from './level';
import { productOf } from './server';
import { INCUS } from './system';

/** Everybody may ask a server what it is, so it is asked whether it trusts us, and shows us the project. */
export async function describeSystem(
	{ client, project }: Incus,
	signal: AbortSignal,
): Promise<SystemDescription> {
	const server = await client.server(signal);
	if (project !== undefined) {
		const found = await client.find(pathOf('projects', project), {}, z.object({}), signal);
		if (found === undefined) throw projectGone(client.address, project);
	}
	const { server_name: name, server_version: version } = server.environment;
	return { name: name || client.address, version: `${productOf(server)} ${version}`.trim() };
}

const projectGone = (address: string, project: string): SnapshotError =>
	new SnapshotError('NOT_FOUND', `${address} has no project ${project}`, {
		system: INCUS,
		advice:
			'Check Project in the credential: incus project list (LXD: lxc) tells which there are. Empty stands for all.',
	});
