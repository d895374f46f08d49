import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exitCodes';
import { buildProgram } from './program';
import type { Surroundings } from './surroundings';
import { version } from './package.json';

/** Runs the command line to its end and tells the exit code. Never throws. */
export async function runCli(surroundings: Surroundings): Promise<ExitCode> {
	let exitCode: ExitCode = EXIT.done;
	const program = buildProgram(surroundings, version, async (load, given) => {
		const work = await load();
		exitCode = await work(surroundings, given);
	});
	try {
		await program.parseAsync([...surroundings.args], { from: 'user' });
		return exitCode;
	} catch (failure) {
		if (failure instanceof CommanderError) {
			return failure.exitCode === 0 ? EXIT.done : EXIT.badUsage;
		}
		const { asTold, exitCodeFor, tellFailure } = await import('./output/failure');
		const told = asTold(surroundings, failure);
		tellFailure(surroundings, told);
		return exitCodeFor([told], false);
	}
}
