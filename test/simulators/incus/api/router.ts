import { ApiError, type Answer } from '../../../support/simulatedHttps';
import { certificateRoutes } from './certificates';
import { clusterRoutes } from './cluster';
import { copyRoutes } from './copies';
import { instanceRoutes } from './instances';
import { instanceSnapshotRoutes } from './instanceSnapshots';
import { instanceStateRoutes } from './instanceState';
import { operationRoutes } from './operations';
import { poolRoutes } from './pools';
import { projectRoutes } from './projects';
import type { ApiRequest, Handler, Routes } from './request';
import { volumeRoutes } from './volumes';
import { volumeSnapshotRoutes } from './volumeSnapshots';

const ROUTES: Routes = {
	...certificateRoutes,
	...clusterRoutes,
	...copyRoutes,
	...instanceRoutes,
	...instanceSnapshotRoutes,
	...instanceStateRoutes,
	...operationRoutes,
	...poolRoutes,
	...projectRoutes,
	...volumeRoutes,
	...volumeSnapshotRoutes,
};

interface Route {
	readonly method: string;
	readonly path: RegExp;
	readonly handler: Handler;
}

const TABLE: readonly Route[] = Object.entries(ROUTES).map(([name, handler]) => {
	const [method = '', path = ''] = name.split(' ');
	const pattern = path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
	return { method, path: new RegExp(`^/1\\.0${pattern}$`), handler };
});

export async function route(request: Omit<ApiRequest, 'parts'>): Promise<Answer> {
	const { method, path } = request.whole;
	const fitting = TABLE.filter((one) => one.path.test(path));
	if (fitting.length === 0) throw new ApiError(404, 'not found');
	const wanted = fitting.find((one) => one.method === method);
	if (wanted === undefined) throw new ApiError(501, 'not implemented');
	const parts = wanted.path.exec(path)?.groups ?? {};
	return await wanted.handler({ ...request, parts });
}
