// What loading this package adds to n8n's start, against an empty community package: both are loaded by n8n's
// own package loader in fresh processes, and the medians are compared.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUNS = 9;

const root = new URL('../..', import.meta.url).pathname;
const loader = `
	require('reflect-metadata');
	const { PackageDirectoryLoader } = require('n8n-core');
	require('zod'); require('luxon'); // n8n has both loaded by then
	globalThis.gc();
	const memory = () => { globalThis.gc(); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external; };
	const before = memory();
	const files = Object.keys(require.cache).length;
	const start = process.hrtime.bigint();
	new PackageDirectoryLoader(process.argv[1]).loadAll().then(() => {
		const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
		const mebibytes = (memory() - before) / 2 ** 20;
		console.log(JSON.stringify({ milliseconds, mebibytes, files: Object.keys(require.cache).length - files }));
		process.exit(0);
	});
`;

const measure = (folder, home) =>
	JSON.parse(
		execFileSync('node', ['--expose-gc', '-e', loader, folder], {
			cwd: root,
			env: { ...process.env, N8N_USER_FOLDER: home },
			stdio: ['ignore', 'pipe', 'ignore'],
		}).toString(),
	);

const median = (runs, key) =>
	runs.map((run) => run[key]).sort((left, right) => left - right)[Math.floor(RUNS / 2)];

const work = mkdtempSync(join(tmpdir(), 'vm-snapshots-bench-'));
// Under a node_modules of its own, so that what n8n supplies resolves as it does in n8n.
const empty = join(root, 'node_modules', '.vm-snapshots-bench-empty');
const full = join(root, 'node_modules', '.vm-snapshots-bench-full');
try {
	for (const folder of [empty, full]) {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
	}
	const bare = { name: 'n8n-nodes-empty', version: '1.0.0', n8n: { nodes: [], credentials: [] } };
	writeFileSync(join(empty, 'package.json'), JSON.stringify(bare));
	cpSync(join(root, 'package.json'), join(full, 'package.json'));
	cpSync(join(root, 'dist'), join(full, 'dist'), { recursive: true });
	// In turns, so that what else the machine does weighs on both.
	const pairs = Array.from({ length: RUNS }, () => [measure(empty, work), measure(full, work)]);
	const [without, ours] = [0, 1].map((which) => pairs.map((pair) => pair[which]));
	const added = (key, digits) => (median(ours, key) - median(without, key)).toFixed(digits);
	console.log(
		`Loading the package in n8n's loader, median of ${RUNS}: +${added('milliseconds', 1)} ms, ` +
			`+${added('mebibytes', 1)} MiB and ${added('files', 0)} files over an empty package (goals: 60 ms, 20 MB)`,
	);
} finally {
	for (const folder of [empty, full]) rmSync(folder, { recursive: true, force: true });
	rmSync(work, { recursive: true, force: true });
}
