import { ApiError } from '../server/apiError';
import type { Answer } from '../../../support/simulatedHttps';
import { infrastructureRoutes } from './infrastructure';
import { policyRoutes } from './policies';
import type { ApiRequest, Handler } from './request';
import { ruleRoutes } from './rules';
import { scheduleRoutes } from './schedules';
import { assertAllowed, logIn, userInfo } from './session';
import { snapshotRoutes } from './snapshots';
import { taskRoutes } from './tasks';
import { virtualMachineRoutes } from './virtualMachines';

/** `GET /tasks/{guid}` → what does it. */
export type Routes = Readonly<Record<string, Handler>>;

const ROUTES: Routes = {
	'GET /user-info': userInfo,
	...infrastructureRoutes,
	...policyRoutes,
	...ruleRoutes,
	...scheduleRoutes,
	...snapshotRoutes,
	...taskRoutes,
	...virtualMachineRoutes,
};

interface Route {
	readonly method: string;
	readonly path: RegExp;
	readonly handler: Handler;
}

const TABLE: readonly Route[] = Object.entries(ROUTES).map(([name, handler]) => {
	const [method = '', path = ''] = name.split(' ');
	const pattern = path.replace('{guid}', '(?<guid>[^/]+)');
	return { method, path: new RegExp(`^/api${pattern}$`), handler };
});

/** A path in plain words comes before one with a guid in the same place. */
const byPlainness = (a: Route, b: Route): number =>
	Number(a.path.source.includes('<guid>')) - Number(b.path.source.includes('<guid>'));
const ORDERED = [...TABLE].sort(byPlainness);

export function route(request: ApiRequest): Answer {
	const { method, path } = request;
	if (method === 'POST' && path === '/api/session/login') return logIn(request);
	assertAllowed(request);
	const known = ofGeneration(request);
	const fitting = ORDERED.filter((one) => one.path.test(known));
	if (fitting.length === 0) throw new ApiError(404, `Not found: ${path}`);
	const wanted = fitting.find((one) => one.method === method);
	if (wanted === undefined) throw new ApiError(405, `${method} is not allowed here`);
	const guid = wanted.path.exec(known)?.groups?.guid ?? '';
	return wanted.handler({ ...request, guid });
}

/** An older server knows two of the paths by another name. */
function ofGeneration({ world, path }: ApiRequest): string {
	if (world.quirks.generation === 'current') return path;
	const [, root = '', group = '', name, ...rest] = path.split('/');
	if (group !== 'policies' && group !== 'tasks') return path;
	const current = name === 'snapshot' ? 'vm-snapshot' : name === 'vm-snapshot' ? 'unknown/' : name;
	return ['', root, group, current, ...rest].filter((part) => part !== undefined).join('/');
}
