import { parseArgs } from 'node:util';
import { atPace } from '../../support/simulatedHttps';
import { furnishDemo } from './demo';
import { REALISTIC, VergeosSimulator } from './index';

/**
 * The simulated system as a process: prints one line of JSON with how to log in when it is ready, and ends on
 * SIGTERM or SIGINT.
 *
 *   tsx test/simulators/vergeos/main.ts --port 0 --pace 1
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			version: { type: 'string', default: '26.1.8' },
			/** 1: as long as a small real system takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
			/** So many more VMs, stopped, for measuring. */
			grow: { type: 'string', default: '0' },
			'snapshots-each': { type: 'string', default: '2' },
		},
	});
	const simulator = await VergeosSimulator.start({
		port: Number(values.port),
		version: values.version,
		durations: atPace(REALISTIC, Number(values.pace)),
	});
	furnishDemo(simulator);
	simulator.grow(Number(values.grow), Number(values['snapshots-each']));
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
		vms: liveNames(simulator, 'vms'),
		tenants: liveNames(simulator, 'tenants'),
		volumes: liveNames(simulator, 'volumes'),
		systemSnapshots: liveNames(simulator, 'cloud_snapshots'),
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function liveNames({ world }: VergeosSimulator, table: string): string[] {
	const rows = [...world.table(table).rows()];
	return rows.filter((row) => row.is_snapshot !== true).map(({ name }) => String(name));
}

void main();
