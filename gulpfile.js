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

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	await run(process.execPath, [tsc, '-p', 'tsconfig.build.json']).catch((error) => {
		throw new Error(`TypeScript found errors:\n${error.stdout}`);
	});
}

const assets = () => src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));

async function bundle() {
	const { bundleLibraries } = await import('./scripts/build/bundle.mjs');
	await bundleLibraries('dist');
}

async function verify() {
	const { assertSelfContained } = await import('./scripts/build/selfContained.mjs');
	const { assertScannerWouldPass } = await import('./scripts/build/scan.mjs');
	await assertSelfContained('dist');
	await assertScannerWouldPass('dist');
}

exports.build = series(clean, parallel(compile, assets), bundle, verify);
exports.default = exports.build;
