import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { completeFolder, inCache } from '../cache.mjs';
import { run } from '../process/command.mjs';
import { installDebianPackages } from './apt.mjs';
import { downloadDebianSource } from './debianSource.mjs';

/** Debian ships these as libraries only; the two programs are in the source package. */
const SOURCE = {
	source: 'golang-github-vmware-govmomi',
	binary: 'golang-github-vmware-govmomi-dev',
};
const PROGRAMS = ['vcsim', 'govc'];
const PACKAGES = ['golang-go', SOURCE.binary, 'golang-github-kr-pretty-dev', 'xz-utils'];

/** Part of a folder's name: raise it when the recipe changes. */
const BUILD_VERSION = 1;

/**
 * Builds vcsim, VMware's own simulator of its API, and govc, its command line; once.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @returns {Promise<{ vcsim: string, govc: string }>} the programs
 */
export async function buildVcsim(progress) {
	const folder = inCache(`vcsim-${BUILD_VERSION}`);
	await completeFolder(folder, async (unfinished) => {
		await installDebianPackages(PACKAGES, progress);
		await progress.step('Building vcsim and govc', (say) => build(unfinished, say));
	});
	return { vcsim: join(folder, 'vcsim'), govc: join(folder, 'govc') };
}

/**
 * @param {string} folder
 * @param {(detail: string) => void} say
 */
async function build(folder, say) {
	const logFile = inCache('logs', 'vcsim-build.log');
	const work = join(folder, 'work');
	say('downloading the source');
	const archive = await downloadDebianSource(join(work, 'download'), SOURCE, logFile);
	const source = join(work, 'go', 'src', 'github.com', 'vmware', 'govmomi');
	await mkdir(source, { recursive: true });
	await run('tar', ['-xf', archive, '-C', source, '--strip-components=1']);
	const env = {
		GO111MODULE: 'off', // Debian's libraries are no modules, and nothing else may be fetched
		GOFLAGS: '',
		GOPATH: `${join(work, 'go')}:/usr/share/gocode`,
		GOCACHE: join(work, 'cache'),
	};
	for (const program of PROGRAMS) {
		say(program);
		await run('go', ['build', '-o', join(folder, program), `./${program}`], {
			...{ cwd: source, env, logFile },
		});
	}
	await rm(work, { recursive: true });
}
