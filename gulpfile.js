const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

/** What n8n reads beside the code: icons, codex files and output schemas. */
const ASSETS = ['nodes/**/*.{svg,png,json}', 'credentials/**/*.{svg,png}'];

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Checks all, and declares what the public door leads to; n8n reads no declarations. */
async function declare() {
	const tsc = require.resolve('typescript/bin/tsc');
	await run(process.execPath, [tsc, '-p', 'tsconfig.build.json']).catch((error) => {
		throw new Error(`TypeScript found errors:\n${error.stdout}`);
	});
	for (const folder of ['dist/nodes', 'dist/credentials']) await rm(folder, { recursive: true });
}

const assets = () => src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));

async function bundle() {
	const { bundle: bundleInto } = await import('./scripts/build/bundle.mjs');
	await bundleInto('.', 'dist');
}

async function verify() {
	const { assertSelfContained } = await import('./scripts/build/selfContained.mjs');
	const { assertScannerWouldPass } = await import('./scripts/build/scan.mjs');
	await assertSelfContained('dist');
	await assertScannerWouldPass('dist');
}

exports.build = series(clean, declare, parallel(assets, bundle), verify);
exports.default = exports.build;
