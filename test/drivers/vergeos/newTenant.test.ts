import { VergeosClient } from '../../../drivers/vergeos/client';
import { finishNewTenant } from '../../../drivers/vergeos/system/newTenant';
import { pollingClock } from '../../support/pollingClock';
import { fakePort } from './fakePort';

const made = { level: 'tenant', id: '8', name: 'customer-a recovered' } as const;

/** A tenant that was just recovered, provisioning for two more looks. */
function recovered() {
	const state = { looks: 0, isolate: false, running: false };
	const actions: string[] = [];
	const port = fakePort(({ method, path, body }) => {
		if (method === 'POST' && path === 'tenant_actions') {
			const { action } = body as { readonly action: string };
			actions.push(action);
			if (action === 'isolateon') state.isolate = true;
			if (action === 'poweron') state.running = true;
			return [200, {}];
		}
		if (path === 'tag_members') return [200, []];
		if (path !== 'tenants/8') return undefined;
		state.looks += 1;
		const off = state.looks < 3 ? 'provisioning' : 'offline';
		const status = state.running ? 'online' : off;
		const { isolate, running } = state;
		return [200, { $key: 8, name: made.name, is_snapshot: false, isolate, running, status }];
	});
	const client = new VergeosClient(port, { apiKey: 'k3y' });
	const on = { client, clock: pollingClock(), finish: async <T>(work: Promise<T>) => await work };
	const finish = async (connectNetwork: boolean, powerOn: boolean) =>
		await finishNewTenant(on, made, { connectNetwork, powerOn }, new AbortController().signal);
	return { actions, finish };
}

describe('a recovered tenant', () => {
	it('is cut off from the networks of its parent before it is powered on', async () => {
		const { actions, finish } = recovered();
		expect(await finish(false, true)).toMatchObject({ ...made, powerState: 'running' });
		expect(actions).toEqual(['isolateon', 'poweron']);
	});

	it('stays off, and cut off, when nothing else is asked for', async () => {
		const { actions, finish } = recovered();
		expect(await finish(false, false)).toMatchObject({ powerState: 'stopped' });
		expect(actions).toEqual(['isolateon']);
	});

	it('keeps its networks when a person asks for that', async () => {
		const { actions, finish } = recovered();
		await finish(true, true);
		expect(actions).toEqual(['poweron']);
	});
});
