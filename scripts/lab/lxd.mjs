// A real LXD on a bare Debian 12, as root: a running container, a VM that stays off, and a custom volume, behind
// HTTPS with client certificates. By itself (`node scripts/lab/lxd.mjs`) it prints how to reach it as JSON and
// keeps it until Ctrl-C.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { completeFolder, inCache } from '../cache.mjs';
import { Cleanup } from '../process/cleanup.mjs';
import { run } from '../process/command.mjs';
import { PlainError, report } from '../process/plainError.mjs';
import { freePort } from '../process/ports.mjs';
import { Progress } from '../progress.mjs';
import { installDebianPackages } from './apt.mjs';
import { makeCertificate } from './certificate.mjs';
import { keepUntilStopped } from './keep.mjs';
import { initialize, Lxc, lxdEnvironment } from './lxc.mjs';
import { startLxd } from './lxdDaemon.mjs';

const PACKAGES = [
	...['lxd', 'btrfs-progs', 'busybox-static', 'openssl'],
	...['ovmf', 'qemu-system-x86', 'qemu-utils'], // LXD looks for all three before it accepts a VM, even one that stays off
];

/** Part of a folder's name: raise it when the recipe changes. */
const IMAGE_VERSION = 1;

/**
 * @typedef {object} LxdLab
 * @property {string} url
 * @property {{ certificate: string, key: string }} client who is trusted, as PEM
 * @property {{ certificate: string, key: string }} stranger who is not
 * @property {string} serverCertificate as PEM
 * @property {{ container: string, vm: string, volume: string, pool: string }} names a running container, a VM that is off, a volume
 * @property {string} folder for LXD's own client: `new Lxc(folder)`
 * @property {() => Promise<void>} stop ends what was started here, and leaves nothing
 */

/**
 * @param {Progress} progress
 * @returns {Promise<LxdLab>}
 */
export async function startLxdLab(progress) {
	if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid() !== 0) {
		throw new PlainError('The LXD lab needs root on a Debian 12 machine with an x86-64 processor.');
	}
	await installDebianPackages(PACKAGES, progress);
	const image = inCache(`lxd-image-${IMAGE_VERSION}`);
	await completeFolder(image, (unfinished) =>
		run('bash', [new URL('lxd-image.sh', import.meta.url).pathname, unfinished]).then(
			() => undefined,
		),
	);
	return await progress.step('Starting LXD and its instances', () =>
		startWith(join(image, 'image.tar.gz')),
	);
}

/**
 * @param {string} image
 * @returns {Promise<LxdLab>}
 */
async function startWith(image) {
	const cleanup = new Cleanup();
	try {
		const { folder, stop } = await startLxd();
		cleanup.add(stop);
		const port = await freePort();
		await initialize(folder, settings(port));
		const names = await makeInstances(new Lxc(folder), image);
		const { client, stranger } = await makeClients(folder);
		const serverCertificate = await readFile(
			join(lxdEnvironment(folder).LXD_DIR, 'server.crt'),
			'utf8',
		);
		return {
			url: `https://127.0.0.1:${port}`,
			...{ client, stranger, serverCertificate, names, folder },
			stop: () => cleanup.run(),
		};
	} catch (error) {
		await cleanup.run();
		throw error;
	}
}

/**
 * Privileged: an unprivileged container needs every folder above it to be open for all, and a clone may lie in a
 * home that is not.
 *
 * @param {number} port
 */
const settings = (port) => `
config:
  core.https_address: 127.0.0.1:${port}
storage_pools:
- name: fast
  driver: btrfs
  config: { size: 1GiB }
- name: plain
  driver: dir
profiles:
- name: default
  config: { security.privileged: "true" }
  devices:
    root: { type: disk, pool: fast, path: / }
`;

/**
 * @param {Lxc} lxc
 * @param {string} image
 */
async function makeInstances(lxc, image) {
	const names = { container: 'web-01', vm: 'erp-01', volume: 'files', pool: 'fast' };
	await lxc.run('image', 'import', image, '--alias', 'tiny');
	await lxc.run('init', 'tiny', names.container, '--quiet');
	await lxc.run('start', names.container);
	await lxc.run('init', names.vm, '--empty', '--vm', '-d', 'root,size=64MiB', '--quiet');
	await lxc.run('storage', 'volume', 'create', names.pool, names.volume);
	return names;
}

/** @param {string} folder */
async function makeClients(folder) {
	const certificates = join(folder, 'certificates');
	await mkdir(certificates);
	const client = await makeCertificate(certificates, 'n8n');
	await new Lxc(folder).run('config', 'trust', 'add', client.certificateFile, '--name', 'n8n');
	return { client, stranger: await makeCertificate(certificates, 'stranger') };
}

async function main() {
	const { stop, ...lab } = await startLxdLab(new Progress(process.stderr));
	await keepUntilStopped(lab, stop);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	main().catch((error) => {
		report(error);
		process.exitCode = 1;
	});
}
