// A real hypervisor on a bare Debian 12, as root: libvirt with QEMU in software emulation, two domains and an
// SSH server of their own. By itself (`node scripts/lab/libvirt.mjs`) it prints how to reach them as JSON
// and keeps them until Ctrl-C.
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { completeFolder, inCache } from '../cache.mjs';
import { Cleanup } from '../process/cleanup.mjs';
import { run } from '../process/command.mjs';
import { PlainError, report } from '../process/plainError.mjs';
import { Progress } from '../progress.mjs';
import { installDebianPackages } from './apt.mjs';
import { makeDomains, removeDomains } from './domains.mjs';
import { ensureLibvirtd } from './libvirtd.mjs';
import { startSshd } from './sshd.mjs';

const PACKAGES = [
	'busybox-static',
	'cpio',
	'libvirt-clients',
	'libvirt-daemon-driver-qemu',
	'libvirt-daemon-system',
	'openssh-server',
	'qemu-system-x86',
	'qemu-utils',
];

/** Part of a folder's name: raise it when the recipe changes. */
const GUEST_IMAGE_VERSION = 1;

/**
 * @typedef {object} LibvirtLab
 * @property {import('./sshd.mjs').SshServer} ssh
 * @property {{ guest: string, tiny: string }} domains
 * @property {string} images the folder of their disks
 * @property {() => Promise<void>} stop removes the domains and ends what was started here
 */

/**
 * @param {Progress} progress
 * @returns {Promise<LibvirtLab>}
 */
export async function startLibvirtLab(progress) {
	if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid() !== 0) {
		throw new PlainError(
			'The hypervisor lab needs root on a Debian 12 machine with an x86-64 processor. `npm run demo` shows the package without one.',
		);
	}
	await installDebianPackages(PACKAGES, progress);
	const image = inCache(`guest-image-${GUEST_IMAGE_VERSION}`);
	await completeFolder(image, (unfinished) =>
		progress.step('Making the guest image', () =>
			run('bash', [new URL('guest-image.sh', import.meta.url).pathname, unfinished], {
				logFile: inCache('logs', 'guest-image.log'),
			}).then(() => undefined),
		),
	);
	return await progress.step('Starting libvirt and its guests', () =>
		startWith({ kernel: join(image, 'vmlinuz'), initrd: join(image, 'initrd.gz') }),
	);
}

/**
 * @param {{ kernel: string, initrd: string }} image
 * @returns {Promise<LibvirtLab>}
 */
async function startWith(image) {
	const images = inCache('lab', 'images');
	const cleanup = new Cleanup();
	try {
		const libvirtd = await ensureLibvirtd(inCache('lab', 'libvirtd'));
		cleanup.add(libvirtd.stop);
		cleanup.add(() => removeDomains(images));
		const domains = await makeDomains(images, image);
		const ssh = await startSshd(inCache('lab', 'ssh'));
		cleanup.add(ssh.stop);
		return { ssh, domains, images, stop: () => cleanup.run() };
	} catch (error) {
		await cleanup.run();
		throw error;
	}
}

async function main() {
	const lab = await startLibvirtLab(new Progress(process.stderr));
	const { ssh, domains, images } = lab;
	const { host, port, username, privateKey, fingerprint } = ssh;
	console.log(
		JSON.stringify({ host, port, username, privateKey, fingerprint, domains, images }, null, '\t'),
	);
	const keepAlive = setInterval(() => undefined, 60_000);
	await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	clearInterval(keepAlive);
	await lab.stop();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	main().catch((error) => {
		report(error);
		process.exitCode = 1;
	});
}
