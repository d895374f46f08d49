import { parseArgs } from 'node:util';
import { furnishDemo } from './demo';
import { VsphereSimulator } from './index';

/**
 * The simulated vCenter or ESXi host as a process: prints one line of JSON with how to log in when it is ready,
 * and ends on SIGTERM or SIGINT.
 *
 *   tsx test/simulators/vsphere/main.ts --port 0 --pace 1 --api-type VirtualCenter
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			/** 1: as long as a small real system takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
			'api-type': { type: 'string', default: 'VirtualCenter' },
		},
	});
	const simulator = await VsphereSimulator.start({
		port: Number(values.port),
		pace: Number(values.pace),
		// For clients of all kinds.
		quirks: { cookieQuotes: 'either' },
		apiType: values['api-type'] === 'HostAgent' ? 'HostAgent' : 'VirtualCenter',
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
		vms: simulator.world.vms.map(({ name }) => name),
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

void main();
