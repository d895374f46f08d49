import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { succeeds } from '../process/command.mjs';
import { startInBackground, waitUntilReady } from '../process/background.mjs';

const QEMU_SETTINGS_FILE = '/etc/libvirt/qemu.conf';
const BEGIN = '# begin: end-to-end tests\n';
const END = '# end: end-to-end tests\n';

/**
 * QEMU as root and without confinement: a bare container has neither the cgroups, nor the namespaces, nor
 * the log daemon that libvirt takes for granted. libvirt reads this file from this place only.
 */
const QEMU_SETTINGS = `${BEGIN}user = "root"
group = "root"
security_driver = "none"
namespaces = [ ]
cgroup_controllers = [ ]
stdio_handler = "file"
remember_owner = 0
${END}`;

const isUp = () => succeeds('virsh', ['--quiet', '--connect', 'qemu:///system', 'version']);

/**
 * Uses the libvirtd that runs, or starts one.
 *
 * @param {string} folder
 * @returns {Promise<{ stop: () => Promise<void> }>} stop ends only what was started here
 */
export async function ensureLibvirtd(folder) {
	if (await isUp()) return { stop: async () => undefined };

	const settingsFile = join(folder, 'libvirtd.conf');
	await mkdir('/run/libvirt', { recursive: true });
	await mkdir(folder, { recursive: true });
	await writeFile(settingsFile, 'auth_unix_rw = "none"\nunix_sock_rw_perms = "0700"\n');
	await changeQemuSettings((text) => text + QEMU_SETTINGS);
	const daemon = startInBackground(
		'libvirtd',
		'/usr/sbin/libvirtd',
		['--config', settingsFile, '--pid-file', join(folder, 'libvirtd.pid')],
		{ logFile: join(folder, 'libvirtd.log') },
	);
	const stop = async () => {
		await daemon.stop();
		await changeQemuSettings((text) => text);
	};
	try {
		await waitUntilReady(daemon, isUp, 60);
	} catch (error) {
		await stop();
		throw error;
	}
	return { stop };
}

/**
 * Hands over the file's text without our part, and writes back what comes.
 *
 * @param {(text: string) => string} change
 */
async function changeQemuSettings(change) {
	const text = existsSync(QEMU_SETTINGS_FILE) ? await readFile(QEMU_SETTINGS_FILE, 'utf8') : '';
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);
	const withoutOurs = begin < 0 ? text : text.slice(0, begin) + text.slice(end + END.length);
	await writeFile(QEMU_SETTINGS_FILE, change(withoutOurs));
}
