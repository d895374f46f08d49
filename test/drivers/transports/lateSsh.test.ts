import { lateSsh } from '../../../drivers/transports/lateSsh';
import { sh } from '../../../drivers/transports/shell';
import type { SshPort } from '../../../drivers/transports/ssh';
import { rejectionOf } from '../../support/thrownBy';

const signal = new AbortController().signal;
const answer = { stdout: 'done', stderr: '', exitCode: 0 };

function bench(failures = 0) {
	const seen = { opened: 0, closed: 0 };
	const ssh = lateSsh('vprotect:22', async () => {
		seen.opened += 1;
		if (seen.opened <= failures) throw new Error('no route');
		const port: Partial<SshPort> = {
			run: async () => answer,
			close: async () => {
				seen.closed += 1;
			},
		};
		return port as SshPort;
	});
	return { ssh, seen };
}

describe('an SSH connection that is opened late', () => {
	it('is not opened as long as nobody needs it', async () => {
		const { ssh, seen } = bench();

		await ssh.close();

		expect(seen).toEqual({ opened: 0, closed: 0 });
	});

	it('is opened once, by the first that needs it, and closed', async () => {
		const { ssh, seen } = bench();

		const both = await Promise.all([ssh.run(sh`id`, signal), ssh.run(sh`id`, signal)]);
		await ssh.close();

		expect(both).toEqual([answer, answer]);
		expect(seen).toEqual({ opened: 1, closed: 1 });
	});

	it('is tried again after it could not be opened', async () => {
		const { ssh, seen } = bench(1);

		expect(await rejectionOf(ssh.run(sh`id`, signal))).toMatchObject({ message: 'no route' });
		expect(await ssh.run(sh`id`, signal)).toBe(answer);
		expect(seen.opened).toBe(2);
	});
});
