import type { Member } from '../model/entities';
import { sync } from '../server/envelope';
import { internalError, recursionOf, type Routes } from './request';

const memberView = ({ name, online }: Member): unknown => ({
	server_name: name,
	url: `https://${name}:8443`,
	database: true,
	status: online ? 'Online' : 'Offline',
	message: online ? 'Fully operational' : 'No heartbeat',
	architecture: 'x86_64',
	roles: [],
	groups: ['default'],
});

export const clusterRoutes: Routes = {
	'GET /cluster': ({ world }) => {
		const [serverName = ''] = world.members.keys();
		return sync({ server_name: serverName, enabled: world.members.size > 0, member_config: [] });
	},
	'GET /cluster/members': (request) => {
		const { members } = request.world;
		if (members.size === 0) throw internalError('Server is not clustered');
		return recursionOf(request) > 0
			? sync([...members.values()].map(memberView))
			: sync([...members.keys()].map((name) => `/1.0/cluster/members/${name}`));
	},
};
