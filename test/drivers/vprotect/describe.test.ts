import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, vprotectBench, type BenchOptions } from './bench';

afterEach(closeBenches);

/** What the test button of the credential asks. */
async function describing(options: BenchOptions) {
	const { driver, simulator, cancel } = await vprotectBench(options);
	return { simulator, answer: driver.describeSystem(cancel.signal) };
}

describe('what is told of the system', () => {
	it('is its address alone without the SSH part, and nobody is asked by SSH', async () => {
		const { simulator, answer } = await describing({});
		const { version } = await answer;
		expect(version).toBe('vProtect, which does not tell its version');
		expect(simulator.ssh.openConnections).toBe(0);
	});

	it('is its command line, too, where the SSH part finds it', async () => {
		const { simulator, answer } = await describing({ withSsh: true });
		expect((await answer).version).toMatch(/, and its command line$/);
		expect(simulator.ssh.count('command -v vprotect')).toBe(1);
	});

	it('is refused where the SSH part leads to a server without it', async () => {
		const { answer } = await describing({ withSsh: true, ssh: { installed: false } });
		expect(await rejectionOf(answer)).toMatchObject({
			code: 'UNSUPPORTED',
			message: expect.stringContaining('There is no command vprotect at 127.0.0.1:'),
		});
	});

	it('is refused where the server breaks the connection', async () => {
		const { driver, simulator, cancel } = await vprotectBench({ withSsh: true });
		simulator.ssh.fault('command -v vprotect', { kind: 'dropBefore' });
		const refused = await rejectionOf(driver.describeSystem(cancel.signal));
		expect(refused).toMatchObject({ code: 'UNREACHABLE' });
	});
});
