import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { repository } from '../../scripts/cache.mjs';
import { PREFIX } from '../../scripts/lab/domains.mjs';
import { domainNames, domainState, snapshotNames, virsh } from '../../scripts/lab/virsh.mjs';
import { CommandLine } from './commandLine.mjs';
import { stage } from './stage.mjs';

const { tiny } = stage.domains;
const COPY = `${PREFIX}cli-copy`;

/** A simulated system as a process of its own; it tells how to log in. */
async function startSimulator(name) {
	const main = join(repository, 'test', 'simulators', name, 'main.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', main, '--pace', '0'], {
		cwd: repository,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = await once(createInterface({ input: child.stdout }), 'line');
	const stop = async () => {
		child.kill('SIGTERM');
		await once(child, 'exit');
	};
	return { login: JSON.parse(line), stop };
}

describe('the command line', () => {
	/** @type {CommandLine} */
	let commandLine;
	const stops = [];

	before(async () => (commandLine = await CommandLine.build()));
	after(async () => {
		for (const stop of stops) await stop();
		await commandLine.remove();
	});

	describe('on a real libvirt', () => {
		let cli;
		before(async () => {
			const { host, port, username, privateKey, fingerprint: hostFingerprint } = stage.ssh;
			const login = { host, port, username, privateKey, hostFingerprint };
			cli = await commandLine.connect('lab', { system: 'libvirt', ...login });
		});

		const taken = async (...args) => {
			const ran = await cli('create', tiny, '--profile', 'Command Line', '--json', ...args);
			assert.equal(ran.exitCode, 0, ran.stderr);
			return ran.records[0];
		};

		it('takes a snapshot that libvirt lists, and never a second one under the same key', async () => {
			const first = await taken('--run-key', 'one', '--memory');
			assert.equal(first.action, 'created');
			assert.deepEqual(await snapshotNames(tiny), [first.snapshot.name]);
			const again = await taken('--run-key', 'one', '--memory');
			assert.equal(again.action, 'existing');
			assert.deepEqual(await snapshotNames(tiny), [first.snapshot.name]);
		});

		it('lists it, for people and for machines', async () => {
			const [name] = await snapshotNames(tiny);
			const shown = await cli('list', tiny);
			assert.match(shown.stdout, new RegExp(`${tiny} +running +${name} .* memory +Command Line`));
			const { records } = await cli('list', '--match', tiny, '--json');
			assert.deepEqual(
				records.map(({ snapshot }) => snapshot.name),
				[name],
			);
		});

		it('reverts to it, in the power state that the VM had', async () => {
			const ran = await cli('revert', tiny, '--newest', '--no-safety-snapshot', '--json');
			assert.equal(ran.exitCode, 0, ran.stderr);
			assert.equal(ran.records[0].action, 'reverted');
			assert.equal(await domainState(tiny), 'running');
		});

		it('restores it as a new VM', async () => {
			const ran = await cli('restore', tiny, '--newest', '--name', COPY, '--json');
			assert.equal(ran.exitCode, 0, ran.stderr);
			assert.ok((await domainNames()).includes(COPY));
			assert.equal(await domainState(COPY), 'shut off');
			await virsh('undefine', COPY, '--remove-all-storage', '--snapshots-metadata');
		});

		it('holds it against a deletion, until it is released', async () => {
			const why = ['--by', 'Ada', '--reason', 'e2e'];
			assert.equal((await cli('hold', tiny, '--newest', ...why)).exitCode, 0);
			const refused = await cli('delete', tiny, '--newest', '--yes');
			assert.equal(refused.exitCode, 1);
			assert.match(refused.stderr, /is held by Ada: e2e \[CONFLICT\]/);
			assert.equal((await cli('hold', tiny, '--newest', '--release')).exitCode, 0);
		});

		it('prunes exactly what its plan named, and nothing without one', async () => {
			await taken('--run-key', 'two', '--memory');
			const rules = ['--profile', 'Command Line', '--keep-last', '1', '--json'];
			const planned = await cli('prune', tiny, ...rules);
			assert.equal((await snapshotNames(tiny)).length, 2);
			const file = join(commandLine.folder, 'plan.jsonl');
			await writeFile(file, planned.stdout);
			const ran = await cli('prune', '--plan', file, '--json');
			assert.equal(ran.exitCode, 0, ran.stderr);
			assert.deepEqual(
				ran.records.map(({ action }) => action),
				['kept', 'deleted'],
			);
			assert.deepEqual(await snapshotNames(tiny), [ran.records[0].snapshot.name]);
		});

		it('deletes only when it is told to', async () => {
			assert.match((await cli('delete', tiny, '--newest')).stdout, /would delete/);
			assert.equal((await snapshotNames(tiny)).length, 1);
			assert.equal((await cli('delete', tiny, '--newest', '--yes')).exitCode, 0);
			assert.deepEqual(await snapshotNames(tiny), []);
		});

		it('sends nothing to a host whose key is another one', async () => {
			const { host, port, username, privateKey } = stage.ssh;
			const hostFingerprint = `SHA256:${'A'.repeat(43)}`;
			const login = { host, port, username, privateKey, hostFingerprint };
			const wrong = await commandLine.connect('wrong', { system: 'libvirt', ...login });
			const ran = await wrong('list');
			assert.equal(ran.exitCode, 1);
			assert.match(ran.stderr, /is not the expected one.*\[TLS\]/);
		});
	});

	const connections = {
		libvirt: ({ address: host, port, username, privateKey, hostKeyFingerprint }) => ({
			...{ host, port, username, privateKey },
			hostFingerprint: hostKeyFingerprint,
		}),
		vergeos: ({ url, apiKey, certificate: serverCertificate }) => ({
			...{ url, apiKey, serverCertificate },
		}),
	};
	for (const [name, connectionFor] of Object.entries(connections)) {
		it(`takes, lists and deletes snapshots of a simulated ${name}`, async () => {
			const { login, stop } = await startSimulator(name);
			stops.push(stop);
			const cli = await commandLine.connect(`simulated-${name}`, {
				system: name,
				...connectionFor(login),
			});
			const chosen = ['--match', 'web-*'];
			const made = await cli('create', ...chosen, '--label', 'e2e', '--json');
			assert.equal(made.exitCode, 0, made.stderr);
			const names = made.records.map(({ target }) => target.name);
			assert.ok(names.length > 0);
			const { records } = await cli('list', ...chosen, '--only-managed', '--json');
			assert.deepEqual(records.map(({ target }) => target.name).sort(), [...names].sort());
			const gone = await cli('delete', ...chosen, '--newest', '--yes');
			assert.equal(gone.exitCode, 0, gone.stderr);
			const left = await cli('list', ...chosen, '--only-managed');
			assert.equal(left.stdout, '');
		});
	}
});
