import { parseArgs } from 'node:util';
import { furnishDemo } from './demo';
import { IncusSimulator } from './index';

/**
 * The simulated server as a process: prints one line of JSON with how to log in when it is ready, and ends on
 * SIGTERM or SIGINT.
 *
 *   tsx test/simulators/incus/main.ts --port 0 --flavour incus --generation current --pace 1
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			/** `incus` or `lxd`. */
			flavour: { type: 'string', default: 'incus' },
			/** `current` or `older`: Incus 6.0.4, LXD 5.0.2. */
			generation: { type: 'string', default: 'current' },
			/** 1: as long as a small real server takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
		},
	});
	const simulator = await IncusSimulator.start({
		port: Number(values.port),
		flavour: oneOf(['incus', 'lxd'] as const, values.flavour),
		generation: oneOf(['current', 'older'] as const, values.generation),
		pace: Number(values.pace),
	});
	furnishDemo(simulator);
	const stop = (): void => {
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	const { world, identity } = simulator;
	const ready = {
		url: simulator.url,
		address: simulator.address,
		port: simulator.port,
		certificate: simulator.certificatePem,
		fingerprint: simulator.fingerprint,
		clientCertificate: identity.certificatePem,
		clientKey: identity.keyPem,
		instances: world.instances.map(({ project, name }) => `${project}/${name}`),
		volumes: world.volumes.map(({ pool, name }) => `${pool}/${name}`),
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function oneOf<T extends string>(known: readonly T[], given: string): T {
	const found = known.find((one) => one === given);
	if (found === undefined) throw new Error(`${given} is none of ${known.join(', ')}`);
	return found;
}

void main();
