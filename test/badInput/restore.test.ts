import { restoreAsNew, type RestoreOrder } from '../../snapshots/operations/restoreAsNew';
import { PATIENCE } from '../support/bench';
import type { LibvirtSimulator, SimulatorOptions } from '../simulators/libvirt';
import { BadInputBench, foreignSnapshot, stateOf, until, type OpenHost } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const vms = [{ name: 'web-01', disks: [{}, {}] }, { name: 'db-01' }];
const FOLDER = '/var/lib/libvirt/images';

const order = (newName = 'copy'): RestoreOrder => ({
	snapshot: { by: 'name', value: 'before' },
	newName,
	connectNetwork: false,
	powerOn: false,
	patience: PATIENCE,
});

async function given(options: SimulatorOptions = {}): Promise<OpenHost & { before: string }> {
	const host = await bench.given({ vms, ...options });
	await foreignSnapshot(host.simulator, 'web-01', 'before');
	return { ...host, before: stateOf(host.simulator) };
}

/** Copies have a random part in their names. */
const steady = (text: string): string => text.replaceAll(/-[0-9a-f]{8}\.qcow2/g, '-RANDOM.qcow2');

const copies = ({ host }: LibvirtSimulator): string[] =>
	[...host.images.files.keys()].filter((path) => path.startsWith(`${FOLDER}/copy`)).map(steady);

const RULES = 'allowed are all characters but / and control characters, and not blanks alone';
const FREE_SPACE = 'Free space on the storage that holds the VM’s disks, then run again.';

describe('a name for the new VM is refused before anything is copied when', () => {
	it.each([
		['it holds a slash', 'a/b', `"a/b": ${RULES}`],
		['it holds a line break', 'a\nb', String.raw`"a\nb": ${RULES}`],
		['it holds a control character', 'a\u0007b', String.raw`"a\u0007b": ${RULES}`],
		['it is blank', '  ', `"  ": ${RULES}`],
		[
			'it is too long',
			'x'.repeat(201),
			`"${'x'.repeat(60)}…": it has 201 characters, at most 200 are allowed`,
		],
	])('%s', async (_what, newName, why) => {
		const { simulator, on, vm, before } = await given();
		expect(await bench.shown(restoreAsNew(on, await vm('web-01'), order(newName)))).toEqual({
			code: 'INVALID_INPUT',
			message: `web-01 can’t be restored under the name ${why}`,
			description: 'Choose another New Name. Nothing was changed.',
		});
		expect(stateOf(simulator)).toBe(before);
		expect(simulator.count('qemu-img')).toBe(0);
	});

	it('another VM has it', async () => {
		const { simulator, on, vm, before } = await given();
		expect(await bench.shown(restoreAsNew(on, await vm('web-01'), order('db-01')))).toEqual({
			code: 'CONFLICT',
			message: 'web-01 can’t be restored as db-01: that name is taken',
			description: 'Choose another New Name. Nothing was changed.',
		});
		expect(stateOf(simulator)).toBe(before);
		expect(simulator.count('qemu-img')).toBe(0);
	});
});

describe('nothing half-made is left of a new VM when', () => {
	const RIGHTS =
		'The SSH user must be able to read the VM’s disks and write to their folder: log in as root, or turn on Use Sudo in the credential.';
	const could = 'Could not restore snapshot before of web-01 as copy: qemu-img:';

	it.each<[string, SimulatorOptions, string, string, string]>([
		[
			'the login may not write to the folder of the disks',
			{ shell: { imageAccess: 'readOnly' } },
			'FORBIDDEN',
			`${could} ${FOLDER}/copy-vda-RANDOM.qcow2: error while converting qcow2: Could not create '${FOLDER}/copy-vda-RANDOM.qcow2': Permission denied`,
			RIGHTS,
		],
		[
			'the login may not even read the disks',
			{ shell: { imageAccess: 'none' } },
			'FORBIDDEN',
			`${could} Could not open '${FOLDER}/web-01.qcow2': Could not open '${FOLDER}/web-01.qcow2': Permission denied`,
			RIGHTS,
		],
		[
			'there is too little room from the start',
			{ shell: { freeBytes: 1024 } },
			'QUOTA',
			`The copy of web-01 needs up to 1 MiB in ${FOLDER}, where 1 MiB are free`,
			'Free space there, then run again. Nothing was changed.',
		],
		[
			'the host lacks qemu-img',
			{ shell: { missingPrograms: ['qemu-img'] } },
			'UNSUPPORTED',
			'Could not restore snapshot before of web-01 as copy: bash: line 1: qemu-img: command not found',
			'Install qemu-img on the host (package qemu-utils or qemu-img).',
		],
	])('%s', async (_what, options, code, message, description) => {
		const { simulator, on, vm, before } = await given(options);
		const shown = await bench.shown(restoreAsNew(on, await vm('web-01'), order()));
		expect({ ...shown, message: steady(shown.message) }).toEqual({ code, message, description });
		expect(stateOf(simulator)).toBe(before);
	});

	it('the storage fills up during the second disk', async () => {
		const { simulator, on, vm, before } = await given();
		simulator.fault(
			`qemu-img convert -U -f qcow2 -O qcow2 -l snapshot.name=before ${FOLDER}/web-01-vdb.qcow2`,
			{
				kind: 'noSpace',
			},
		);
		const shown = await bench.shown(restoreAsNew(on, await vm('web-01'), order()));
		expect({ ...shown, message: steady(shown.message) }).toEqual({
			code: 'QUOTA',
			message: `${could} ${FOLDER}/copy-vdb-RANDOM.qcow2: error while converting qcow2: Could not write refcount table: No space left on device`,
			description: FREE_SPACE,
		});
		expect(stateOf(simulator)).toBe(before);
	});

	it('libvirt refuses its definition', async () => {
		const { simulator, on, vm, before } = await given();
		simulator.fault('domainDefineXMLFlags', {
			kind: 'error',
			code: 67,
			message: 'no such machine',
		});
		expect(await bench.shown(restoreAsNew(on, await vm('web-01'), order()))).toEqual({
			code: 'UNSUPPORTED',
			message: 'Could not restore snapshot before of web-01 as copy: no such machine',
			description: 'Choose another option. The support table lists what this system can do.',
		});
		expect(stateOf(simulator)).toBe(before);
	});

	it('a person cancels in the middle of a copy, which is stopped', async () => {
		const { simulator, on, vm, cancel, before } = await given({
			durations: { convert: 1 },
			sleep: () => new Promise(() => undefined),
		});
		const work = restoreAsNew(on, await vm('web-01'), order());
		const shown = bench.shown(work);
		await until(() => copies(simulator).length > 0);
		cancel.abort();
		expect(await shown).toEqual({
			code: 'CANCELLED',
			message: 'Cancelled while restoring web-01 as copy',
			description:
				'The system may still be restoring web-01 as copy. Look there before you run again.',
		});

		await on.driver.close();
		expect(simulator.count('pkill')).toBe(2);
		expect(stateOf(simulator)).toBe(before);
	});
});

it('what could not be removed is named', async () => {
	const { simulator, on, vm } = await given();
	simulator.fault('qemu-img convert', { kind: 'noSpace' });
	simulator.fault('rm', { kind: 'exit', code: 1, stderr: 'rm: Read-only file system' });
	const shown = await bench.shown(restoreAsNew(on, await vm('web-01'), order()));
	const half = `${FOLDER}/copy-vda-RANDOM.qcow2`;
	expect({ ...shown, message: steady(shown.message) }).toEqual({
		code: 'QUOTA',
		message: `web-01 could not be restored as a new VM (qemu-img: ${half}: error while converting qcow2: Could not write refcount table: No space left on device), and what was made could not be removed: ${half}, ${FOLDER}/copy-vdb-RANDOM.qcow2`,
		description: 'Remove on the host what the message names.',
	});
	expect(copies(simulator)).toEqual([half]);
});
