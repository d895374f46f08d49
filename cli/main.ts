#!/usr/bin/env node
import { homedir } from 'node:os';
import { EXIT } from './exitCodes';
import { runCli } from './run';
import { systemClock } from './systemClock';

const cancel = new AbortController();

/** The first one lets the wait end and tell what still runs, the second one ends at once. */
function onSignal(): void {
	if (cancel.signal.aborted) process.exit(EXIT.cancelled);
	cancel.abort();
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

// Whoever reads, such as `head`, may have enough before the end. The work itself goes on.
for (const output of [process.stdout, process.stderr]) {
	output.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
	});
}

async function main(): Promise<void> {
	const exitCode = await runCli({
		args: process.argv.slice(2),
		env: process.env,
		home: homedir(),
		stdout: process.stdout,
		stderr: process.stderr,
		clock: systemClock,
		signal: cancel.signal,
	});
	process.exitCode = exitCode;
	// A broken connection may linger; what was printed must be out before it is left behind.
	await Promise.all([process.stdout, process.stderr].map(flushed));
	process.exit(exitCode);
}

const flushed = async (output: NodeJS.WriteStream): Promise<void> =>
	await new Promise((resolve) => output.write('', () => resolve()));

void main();
