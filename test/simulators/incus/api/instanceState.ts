import { z } from 'zod';
import { changeState, STATE_ACTIONS, type StateAction } from '../model/stateChanges';
import { accepted, sync } from '../server/envelope';
import { instanceOf } from './instances';
import { badRequest, parsedBody, type Handler, type Routes } from './request';
import { stateView } from './views';

const stateIn = z.object({
	action: z.string(),
	timeout: z.number().int().default(-1),
	force: z.boolean().default(false),
	stateful: z.boolean().default(false),
});

/** For a request without one: cmd/incusd/instance_state.go. */
const DEFAULT_TIMEOUT_SECONDS = 600;

const isAction = (action: string): action is StateAction =>
	(STATE_ACTIONS as readonly string[]).includes(action);

const put: Handler = (request) => {
	const { world } = request;
	const { action, timeout, force, stateful } = parsedBody(request, stateIn);
	const instance = instanceOf(request);
	if (!isAction(action)) throw badRequest(`Unknown action: '${action}'`);
	const order = {
		action,
		timeoutSeconds: timeout < 0 ? DEFAULT_TIMEOUT_SECONDS : timeout,
		// A shutdown that may take no time at all is none.
		force: force || timeout === 0,
		stateful,
	};
	return accepted(world.operations.add(changeState(world, instance, order)));
};

export const instanceStateRoutes: Routes = {
	'GET /instances/{name}/state': (request) => sync(stateView(request.world, instanceOf(request))),
	'PUT /instances/{name}/state': put,
};
