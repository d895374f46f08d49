import { closeBenches, PLAIN, refusalOf, soapFault, vsphereBench } from './bench';

afterEach(closeBenches);

describe('the login', () => {
	it('is made once for calls that begin at the same time', async () => {
		const { simulator, target } = await vsphereBench();
		await Promise.all(Array.from({ length: 10 }, async () => await target()));
		expect(simulator.calls('Login')).toBe(1);
		expect(simulator.calls('RetrieveServiceContent')).toBe(1);
	});

	it('with a wrong password is AUTH, and shows it nowhere', async () => {
		const bench = await vsphereBench({ password: 'hunter2 & <more>' });
		const error = await refusalOf(bench.target());
		expect(error).toMatchObject({ code: 'AUTH' });
		expect(`${error.message} ${error.advice} ${String(error.cause)}`).not.toContain('hunter2');
		expect(bench.simulator.openSessions).toBe(0);
	});

	it('is given back when the connection is closed, once', async () => {
		const { simulator, target, driver } = await vsphereBench();
		await target();
		expect(simulator.openSessions).toBe(1);
		await driver.close();
		await driver.close();
		expect(simulator.openSessions).toBe(0);
		expect(simulator.calls('Logout')).toBe(1);
	});

	it('is tried anew after it failed for a while', async () => {
		const { simulator, target } = await vsphereBench();
		simulator.fault('Login', { kind: 'dropBefore' });
		expect(await refusalOf(target())).toMatchObject({ code: 'UNREACHABLE' });
		await expect(target()).resolves.toMatchObject({ name: 'web-01' });
	});
});

describe('a session that ended', () => {
	it('is renewed once for all calls that meet it, and each is sent again', async () => {
		const { simulator, target } = await vsphereBench();
		await target();
		simulator.expireSessions();
		await Promise.all(Array.from({ length: 10 }, async () => await target()));
		expect(simulator.calls('Login')).toBe(2);
	});

	it('under a change has it made once, since nothing was done without a login', async () => {
		const { simulator, driver, target, vm, cancel } = await vsphereBench();
		const web = await target();
		const expire = () => simulator.expireSessions();
		simulator.fault('CreateSnapshot_Task', { kind: 'meanwhile', happens: expire });
		await driver.createSnapshot(web, PLAIN, cancel.signal);
		expect(simulator.snapshotsOf(vm).map(({ name }) => name)).toEqual(['nightly-1']);
		expect(simulator.calls('CreateSnapshot_Task')).toBe(2);
	});

	it('is not renewed without end', async () => {
		const { simulator, target } = await vsphereBench();
		await target();
		const answer = { kind: 'answer' as const, status: 500, body: soapFault('NotAuthenticated') };
		simulator.fault('RetrievePropertiesEx', answer, 10);
		expect(await refusalOf(target())).toMatchObject({ code: 'AUTH' });
		expect(simulator.calls('Login')).toBe(2);
	});
});

describe('the version of the API', () => {
	it('is the one that all servers from 6.5 on have', async () => {
		const { target } = await vsphereBench({ apiVersion: '6.5' });
		await expect(target()).resolves.toMatchObject({ name: 'web-01' });
	});

	it('is an older one for a server that does not know it', async () => {
		const { simulator, take } = await vsphereBench({ apiVersion: '6.0' });
		expect(await take({ quiesce: true })).toMatchObject({ consistency: 'quiesced' });
		expect(simulator.calls('RetrieveServiceContent')).toBe(2);
		expect(simulator.calls('CreateSnapshotEx_Task')).toBe(0);
	});
});
