// npm run e2e [-- NAME …]     every law of test/e2e, or those of the files whose names contain NAME
// The real n8n with the packed package in it, and a real browser; real libvirt and QEMU, real LXD, VMware's vcsim, and
// the simulated VergeOS and vProtect: as root on Debian 12. What runs against simulators alone needs no root, once Chromium is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inCache, repository } from './cache.mjs';
import { installDebianPackages } from './lab/apt.mjs';
import { startLibvirtLab } from './lab/libvirt.mjs';
import { startLxdLab } from './lab/lxd.mjs';
import { prepareVcsim } from './lab/vcsim.mjs';
import { installN8n } from './n8n/install.mjs';
import { packPackage } from './n8n/pack.mjs';
import { Cleanup } from './process/cleanup.mjs';
import { installDependencies } from './process/dependencies.mjs';
import { PlainError, report } from './process/plainError.mjs';
import { Progress } from './progress.mjs';

const TESTS = join(repository, 'test', 'e2e');

/**
 * What files stand on, told by how their names begin; undefined: on nothing that is started here.
 *
 * @type {readonly [RegExp, Lab | undefined][]}
 * @typedef {'libvirt' | 'lxd' | 'vcsim'} Lab
 */
const LABS = [
	[/^lxd/, 'lxd'],
	[/^vsphere/, 'vcsim'],
	[/^(tools|vergeos|vprotect)/, undefined],
	[/^/, 'libvirt'],
];

/** @param {string} file */
const labOf = (file) => LABS.find(([names]) => names.test(basename(file)))?.[1];

/** @param {string[]} names */
async function chooseFiles(names) {
	const files = (await readdir(TESTS)).filter((file) => file.endsWith('.test.mjs')).sort();
	const chosen = files.filter(
		(file) => names.length === 0 || names.some((name) => file.includes(name)),
	);
	if (chosen.length === 0) throw new PlainError(`No such test. There are: ${files.join(', ')}.`);
	return chosen.map((file) => join(TESTS, file));
}

/**
 * Prepares everything that the tests stand on, and tells them where it is by a file.
 *
 * @param {Cleanup} cleanup
 * @param {readonly string[]} files
 */
async function prepare(cleanup, files) {
	const progress = new Progress();
	await installDependencies(progress);
	await installDebianPackages(['chromium'], progress);
	const built = await packPackage(progress);
	const n8n = await installN8n(progress);
	const labs = await startLabs(new Set(files.map(labOf)), progress, cleanup);
	const folder = inCache('e2e');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	// A copy: whoever builds while the tests run must not change what they install.
	const packed = { ...built, file: join(folder, basename(built.file)) };
	await copyFile(built.file, packed.file);
	const stageFile = join(folder, 'stage.json');
	await writeFile(stageFile, JSON.stringify({ folder, packed, n8n, ...labs }, null, '\t'), {
		mode: 0o600, // it holds private keys
	});
	return stageFile;
}

/**
 * @param {ReadonlySet<Lab | undefined>} wanted
 * @param {Progress} progress
 * @param {Cleanup} cleanup
 */
async function startLabs(wanted, progress, cleanup) {
	// vcsim is started by its tests, as they end it too; here it is built.
	const vcsim = wanted.has('vcsim') ? await prepareVcsim(progress) : undefined;
	const lxd = wanted.has('lxd') ? await startLxdLab(progress) : undefined;
	if (lxd) cleanup.add(lxd.stop);
	const libvirt = wanted.has('libvirt') ? await startLibvirtLab(progress) : undefined;
	if (libvirt) cleanup.add(libvirt.stop);
	const { ssh, domains, images } = libvirt ?? {};
	return { ssh, domains, images, lxd, vcsim };
}

/**
 * @param {readonly string[]} files
 * @param {string} stageFile
 * @returns {Promise<boolean>} whether all laws hold
 */
async function runTests(files, stageFile) {
	// One after another: they share two processors, and the libvirt of the whole machine.
	const args = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
	const child = spawn(process.execPath, args, {
		cwd: repository,
		env: { ...process.env, VM_SNAPSHOTS_E2E_STAGE: stageFile },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(child, 'exit');
	return code === 0;
}

const start = Date.now();
const cleanup = new Cleanup();
cleanup.onSignals();
try {
	const files = await chooseFiles(process.argv.slice(2));
	const passed = await runTests(files, await prepare(cleanup, files));
	const minutes = ((Date.now() - start) / 60_000).toFixed(1);
	console.log(
		`\n${passed ? 'End-to-end: every law holds' : 'End-to-end: NOT every law holds'} (${minutes} min)`,
	);
	if (!passed) process.exitCode = 1;
} catch (error) {
	if (!cleanup.interrupted) report(error);
	process.exitCode = 1;
} finally {
	await cleanup.run();
}
