import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { builtFiles, requiredBy } from './builtFiles.mjs';

/** What n8n brings along for community packages, and Node itself where the scanner allows it. */
export const PROVIDED = new Set(['n8n-workflow', 'zod', 'luxon', 'crypto', 'node:crypto']);

/** Fails when a built file asks for anything that is neither in the package nor provided by n8n. */
export async function assertSelfContained(folder) {
	const problems = [];
	for (const { path, code } of await builtFiles(folder)) {
		for (const module of requiredBy(code)) {
			if (!(await isThere(path, module))) problems.push(`${path} requires ${module}`);
		}
	}
	if (problems.length > 0) {
		throw new Error(`The built package is not self-contained:\n${problems.join('\n')}`);
	}
}

async function isThere(path, module) {
	if (!module.startsWith('.')) return PROVIDED.has(module);
	const base = resolve(dirname(path), module);
	const candidates = [base, `${base}.js`, `${base}.json`, resolve(base, 'index.js')];
	const found = await Promise.all(candidates.map(exists));
	return found.some(Boolean);
}

const exists = (path) =>
	access(path).then(
		() => true,
		() => false,
	);
