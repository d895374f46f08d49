import { parseArgs } from 'node:util';
import { atPace } from '../../support/simulatedHttps';
import { DEMO_NODES, DEMO_STORAGES, furnishDemo } from './demo';
import { ProxmoxSimulator, REALISTIC } from './index';

/**
 * The simulated cluster as a process: prints one line of JSON with how to log in when it is ready, and ends on
 * SIGTERM or SIGINT.
 *
 *   tsx test/simulators/proxmox/main.ts --port 0 --pace 1
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			/** 1: as long as a small real system takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
		},
	});
	const simulator = await ProxmoxSimulator.start({
		port: Number(values.port),
		durations: atPace(REALISTIC, Number(values.pace)),
		nodes: DEMO_NODES,
		storages: DEMO_STORAGES,
	});
	furnishDemo(simulator);
	const stop = (): void => {
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	const ready = {
		url: simulator.url,
		address: simulator.address,
		port: simulator.port,
		...simulator.credentials,
		certificate: simulator.certificatePem,
		guests: [...simulator.world.guests.keys()],
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

void main();
