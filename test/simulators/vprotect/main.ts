import { parseArgs } from 'node:util';
import { atPace } from '../../support/simulatedHttps';
import { furnishDemo } from './demo';
import { REALISTIC, VprotectSimulator } from './index';

const HOUR = 3_600_000;

/**
 * The simulated server as a process: prints one line of JSON with how to log in when it is ready, and ends on
 * SIGTERM or SIGINT.
 *
 *   tsx test/simulators/vprotect/main.ts --port 0 --ssh-port 0 --pace 1
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			'ssh-port': { type: 'string', default: '0' },
			/** 1: as long as a small real system takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
		},
	});
	const simulator = await VprotectSimulator.start({
		port: Number(values.port),
		durations: atPace(REALISTIC, Number(values.pace)),
		settings: { oldSnapshotsRemovalTime: 11 * HOUR },
		ssh: { port: Number(values['ssh-port']) },
	});
	furnishDemo(simulator);
	const stop = (): void => {
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	const { ssh, world } = simulator;
	const ready = {
		url: simulator.url,
		address: simulator.address,
		port: simulator.port,
		...simulator.credentials,
		certificate: simulator.certificatePem,
		ssh: {
			address: ssh.address,
			port: ssh.port,
			username: ssh.username,
			password: ssh.password,
			privateKey: ssh.clientPrivateKey,
			hostKeyFingerprint: ssh.hostKeyFingerprint,
		},
		vms: [...world.vms.values()].map(({ name }) => name),
		policies: [...world.policies.values()].map(({ name }) => name),
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

void main();
