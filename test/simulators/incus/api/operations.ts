import { ApiError, type Answer } from '../../../support/simulatedHttps';
import type { Operation } from '../model/operations';
import type { World } from '../model/world';
import { EMPTY, errorEnvelope, sync } from '../server/envelope';
import { assertMayEnter } from '../server/access';
import { operationUrl, operationView } from './operationView';
import {
	badRequest,
	internalError,
	part,
	projectsOf,
	recursionOf,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';

/** Looked at again at least so often, since other things than time end an operation. */
const LONGEST_PAUSE_MS = 5000;

/** Throws 404, also for what is over since five seconds. */
function operationOf(request: ApiRequest): Operation {
	const operation = request.world.operations.find(part(request, 'id'));
	if (operation === undefined) throw new ApiError(404, 'Operation not found');
	assertMayEnter(request.caller, operation.project);
	return operation;
}

const view = ({ quirks }: World, operation: Operation): unknown =>
	operationView(operation, quirks.operationsMayCancel);

const get: Handler = (request) => sync(view(request.world, operationOf(request)));

/** HTTP 200 whatever became of it. */
const wait: Handler = async (request) => {
	const { world, left } = request;
	const operation = operationOf(request);
	const timeout = Number(request.whole.query.get('timeout') || '-1');
	if (!Number.isInteger(timeout))
		throw internalError('strconv.Atoi: parsing "timeout": invalid syntax');
	const until = timeout < 0 ? Infinity : world.now() + timeout * 1000;
	await overOrUntil(world, operation, until, left);
	return waitAnswer(world, operation);
};

function waitAnswer(world: World, operation: Operation): Answer {
	if (operation.status === 'Failure' && world.quirks.failedWait === 'errorBody') {
		return { status: 200, body: errorEnvelope(operation.err, 500) };
	}
	return sync(view(world, operation));
}

async function overOrUntil(
	world: World,
	operation: Operation,
	until: number,
	left: AbortSignal,
): Promise<void> {
	while (operation.status === 'Running' && world.now() < until) {
		const next = Math.min(until, operation.endsAt ?? Infinity) - world.now();
		await pauseUnlessOver(world, operation, Math.min(next, LONGEST_PAUSE_MS), left);
		world.settle();
	}
}

async function pauseUnlessOver(
	world: World,
	operation: Operation,
	milliseconds: number,
	left: AbortSignal,
): Promise<void> {
	const over = new AbortController();
	void operation.over.then(() => over.abort());
	const pause = world.pause(milliseconds, AbortSignal.any([left, over.signal]));
	await pause.catch((error: unknown) => {
		if (!over.signal.aborted) throw error;
	});
}

const cancel: Handler = (request) => {
	const { world } = request;
	const operation = operationOf(request);
	if (operation.status !== 'Running') throw badRequest('Only running operations can be cancelled');
	if (!world.quirks.operationsMayCancel) throw badRequest("This operation can't be cancelled");
	world.operations.cancel(operation);
	return EMPTY;
};

/** By status. */
const list: Handler = (request) => {
	const { world } = request;
	const projects = projectsOf(request);
	const lists: Record<string, unknown[]> = {};
	for (const operation of world.operations.all()) {
		if (!projects.includes(operation.project)) continue;
		const all = (lists[operation.status.toLowerCase()] ??= []);
		all.push(recursionOf(request) > 0 ? view(world, operation) : operationUrl(operation));
	}
	return sync(lists);
};

export const operationRoutes: Routes = {
	'GET /operations': list,
	'GET /operations/{id}': get,
	'GET /operations/{id}/wait': wait,
	'DELETE /operations/{id}': cancel,
};
