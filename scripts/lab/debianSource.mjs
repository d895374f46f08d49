import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/command.mjs';
import { PlainError } from '../process/plainError.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Downloads the upstream archive of a Debian source package, checked by apt's signatures, from the mirror that
 * this machine uses. Lists of its own: the machine's sources stay as they are.
 *
 * @param {string} folder for lists and archive
 * @param {{ source: string, binary: string }} names `binary`: a package built from it, which tells the mirror
 * @param {string} [logFile]
 * @returns {Promise<string>} the archive
 */
export async function downloadDebianSource(folder, { source, binary }, logFile) {
	await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
	const list = join(folder, 'source.list');
	await writeFile(
		list,
		`deb-src [signed-by=${KEYRING}] ${await mirrorOf(binary)} ${await release()} main\n`,
	);
	const options = [
		['Dir::Etc::sourcelist', list],
		['Dir::Etc::sourceparts', '-'],
		['Dir::State::lists', join(folder, 'lists')],
		['APT::Sandbox::User', 'root'], // apt's own user may not reach the folder
	].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
	await run('apt-get', [...options, 'update', '-qq'], { logFile });
	await run('apt-get', [...options, 'source', '-qq', '--download-only', source], {
		cwd: folder,
		logFile,
	});
	const archive = (await readdir(folder)).find((name) => /\.orig\.tar\.[a-z0-9]+$/.test(name));
	if (!archive) throw new PlainError(`The source package ${source} came without its archive.`);
	return join(folder, archive);
}

/** @param {string} binary */
async function mirrorOf(binary) {
	const address = /'([^']+)'/.exec(await run('apt-get', ['download', '--print-uris', binary]))?.[1];
	const end = address?.indexOf('/pool/') ?? -1;
	if (end < 0) throw new PlainError(`apt does not tell where ${binary} comes from.`);
	return address.slice(0, end);
}

async function release() {
	const name = /^VERSION_CODENAME=(\S+)$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
	if (!name) throw new PlainError('This needs a Debian system: /etc/os-release names no release.');
	return name;
}
