import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { badUsage } from '../usage';

/** `~/…` is the home folder; what is relative is so to the folder that names it. */
export function pathOf(path: string, { home, folder }: { home: string; folder: string }): string {
	if (path === '~' || path.startsWith('~/')) return join(home, path.slice(2));
	return isAbsolute(path) ? path : resolve(folder, path);
}

/** `what` begins the message when it can’t be read: “apiKey of connection lab”. */
export async function readText(path: string, what: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw badUsage(
			`${what} can’t be read from ${path}: ${reasonOf(error)}`,
			'Check the path and who may read it. Nothing was sent.',
			error,
		);
	}
}

export async function isThere(path: string): Promise<boolean> {
	try {
		await stat(path);
		return true;
	} catch (error) {
		// Anything else than that it is missing is told by whoever reads it.
		return codeOf(error) !== 'ENOENT';
	}
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'it is not there',
	EACCES: 'you may not read it',
	EISDIR: 'it is a folder',
};

export const codeOf = (error: unknown): string =>
	typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const reasonOf = (error: unknown): string => REASONS[codeOf(error)] ?? String(error);

const OTHERS_MAY_READ = 0o044;

/** On Windows the mode tells nothing. */
export async function othersMayRead(path: string): Promise<boolean> {
	if (process.platform === 'win32') return false;
	return ((await stat(path)).mode & OTHERS_MAY_READ) !== 0;
}
