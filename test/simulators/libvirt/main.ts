import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoVms } from './demoVms';
import { readState, restoreState, writeState } from './model/stateFile';
import { startLibvirtSimulator } from './simulator';

/**
 * The simulated host as a process: prints one line of JSON with how to log in when it is ready, keeps its
 * VMs, snapshots and keys in `--state-file` if given, and ends on SIGTERM or SIGINT.
 *
 *   tsx test/simulators/libvirt/main.ts --port 0 --state-file state.json --pace 1
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			'state-file': { type: 'string' },
			'libvirt-version': { type: 'string', default: '10.10.0' },
			/** 1: as long as a small real VM takes; 0: no waiting. */
			pace: { type: 'string', default: '1' },
		},
	});
	const stateFile = values['state-file'];
	const state = stateFile === undefined ? undefined : readState(stateFile);
	const pace = Number(values.pace);
	const simulator = await startLibvirtSimulator({
		port: Number(values.port),
		libvirtVersion: values['libvirt-version'],
		clientKey: state?.clientKey,
		hostKey: state?.hostKey,
		vms: state === undefined ? demoVms : [],
		sleep: (milliseconds) => sleep(milliseconds),
		// Measured on libvirt 9.0 with guests of 128 MiB.
		durations: {
			create: 500 * pace,
			revert: 1_200 * pace,
			delete: 150 * pace,
			power: 300 * pace,
			convert: 700 * pace,
		},
	});
	if (state !== undefined) restoreState(simulator.host, state);
	if (stateFile !== undefined) {
		const keys = { clientKey: simulator.clientPrivateKey, hostKey: simulator.hostPrivateKey };
		writeState(stateFile, simulator.host, keys);
		simulator.host.onChange(() => writeState(stateFile, simulator.host, keys));
	}
	const stop = (): void => {
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	const ready = {
		address: simulator.address,
		port: simulator.port,
		username: simulator.username,
		password: simulator.password,
		privateKey: simulator.clientPrivateKey,
		hostKeyFingerprint: simulator.hostKeyFingerprint,
		vms: simulator.host.domains.map((domain) => domain.name),
	};
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

void main();
