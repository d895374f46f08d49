import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inCache, repository } from '../cache.mjs';
import { run } from '../process/command.mjs';
import { npm } from '../process/npm.mjs';
import { hashOf } from '../process/sources.mjs';

/** Everything the packed file depends on. */
const SOURCES = [
	'nodes',
	'credentials',
	'drivers',
	'snapshots',
	'index.ts',
	'gulpfile.js',
	'scripts/build',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'tsconfig.build.json',
	'README.md',
	'LICENSE',
];

/**
 * @typedef {object} PackedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} file the `.tgz`
 * @property {string} sources hash of what it was built from
 */

/**
 * Builds and packs this package as `npm publish` would, unless the sources are those of the last time.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @returns {Promise<PackedPackage>}
 */
export async function packPackage(progress) {
	const folder = inCache('package');
	const stamp = join(folder, 'packed.json');
	const sources = await hashOf(SOURCES);
	const last = existsSync(stamp) ? JSON.parse(await readFile(stamp, 'utf8')) : undefined;
	if (last?.sources === sources && existsSync(last.file)) return last;

	return await progress.step('Building and packing this package', async (say) => {
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		const options = { cwd: repository, logFile: inCache('logs', 'pack.log') };
		say('npm run build');
		await npm(['run', 'build'], options);
		say('npm pack');
		const [packed] = JSON.parse(
			await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options),
		);
		const { name, version, filename } = packed;
		const result = { name, version, file: join(folder, filename), sources };
		await writeFile(stamp, JSON.stringify(result, null, '\t')); // last: a half-made package has no stamp
		return result;
	});
}

/**
 * Installs a packed package into an n8n user folder with the steps that n8n's own "Install community node"
 * takes (n8n 2.41, community-packages.service.js `downloadPackage`). n8n's REST call itself does not serve
 * here: it takes packages from the public npm registry only; another registry is a licensed feature.
 *
 * @param {PackedPackage} packed
 * @param {string} userFolder
 * @param {import('./node24.mjs').NodeInstallation} node
 */
export async function installPackage(packed, userFolder, node) {
	const downloads = join(userFolder, '.n8n', 'nodes');
	const target = join(downloads, 'node_modules', packed.name);
	const stamp = join(downloads, 'installed-from.json');
	if (existsSync(stamp) && JSON.parse(await readFile(stamp, 'utf8')).sources === packed.sources)
		return;

	await rm(stamp, { force: true });
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await run('tar', ['-xzf', packed.file, '-C', target, '--strip-components=1']);
	const manifestFile = join(target, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[field];
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: target, node: node.binary, logFile: inCache('logs', 'pack.log') },
	);
	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [packed.name]: packed.version },
	};
	await writeFile(join(downloads, 'package.json'), JSON.stringify(ledger, null, 2));
	await writeFile(stamp, JSON.stringify(packed, null, '\t'));
}
