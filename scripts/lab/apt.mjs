import { inCache } from '../cache.mjs';
import { CommandFailed, run, succeeds } from '../process/command.mjs';
import { PlainError } from '../process/plainError.mjs';

/**
 * Installs the Debian packages that are missing.
 *
 * @param {readonly string[]} names
 * @param {import('../progress.mjs').Progress} progress
 */
export async function installDebianPackages(names, progress) {
	if (!(await succeeds('dpkg', ['--version']))) {
		throw new PlainError('This needs a Debian system: dpkg was not found.');
	}
	const missing = [];
	for (const name of names) if (!(await isInstalled(name))) missing.push(name);
	if (missing.length === 0) return;
	if (process.getuid?.() !== 0) {
		throw new PlainError(
			`Debian packages are missing: ${missing.join(', ')}. Install them, or run this as root on a machine that may be changed.`,
		);
	}
	const options = {
		env: { DEBIAN_FRONTEND: 'noninteractive' },
		logFile: inCache('logs', 'apt.log'),
	};
	await progress.step(`Installing ${missing.length} Debian packages`, async (say) => {
		say('apt-get update');
		await run('apt-get', ['update', '-qq'], options);
		say(missing.join(', '));
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
	});
}

/** @param {string} name */
async function isInstalled(name) {
	try {
		return (await run('dpkg-query', ['-W', '-f', '${Status}', name])).endsWith(' installed');
	} catch (error) {
		if (error instanceof CommandFailed) return false; // never heard of
		throw error;
	}
}
