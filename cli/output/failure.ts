import { SnapshotError, hasCode } from '../../snapshots/errors';
import { plainText } from '../../snapshots/plainText';
import { EXIT, type ExitCode } from '../exitCodes';
import type { Surroundings } from '../surroundings';
import { red, yellow } from './style';
import { inCliWords } from './words';

/** What happened to which target, and what to do next. */
export function tellFailure(surroundings: Surroundings, failure: unknown): void {
	const { stderr, env } = surroundings;
	const label = red(surroundings, stderr)('error:');
	if (failure instanceof SnapshotError) {
		stderr.write(`${label} ${plainText(inCliWords(failure.message))} [${failure.code}]\n`);
		stderr.write(`       ${plainText(inCliWords(failure.advice))}\n`);
		return;
	}
	// Nothing that was foreseen: whoever reports it needs to know where it came from.
	const shown = failure instanceof Error ? failure : new Error(String(failure));
	const stack = (env.VM_SNAPSHOTS_DEBUG ?? '') === '' ? '' : `${shown.stack}\n`;
	stderr.write(`${label} ${plainText(shown.message)}\n${stack}`);
}

export function tellWarnings(surroundings: Surroundings, messages: readonly string[]): void {
	const { stderr } = surroundings;
	const label = yellow(surroundings, stderr)('warning:');
	for (const message of new Set(messages)) {
		stderr.write(`${label} ${plainText(inCliWords(message))}\n`);
	}
}

/** What a run that met failures ends with. `someDone`: something else went well. */
export function exitCodeFor(failures: readonly unknown[], someDone: boolean): ExitCode {
	if (failures.length === 0) return EXIT.done;
	if (failures.some((one) => hasCode(one, 'CANCELLED'))) return EXIT.cancelled;
	if (someDone) return EXIT.partlyDone;
	return failures.every((one) => hasCode(one, 'INVALID_INPUT')) ? EXIT.badUsage : EXIT.failed;
}

/** A wait that Ctrl-C ended before any operation began has nothing of its own to say. */
export function asTold(surroundings: Surroundings, failure: unknown): unknown {
	if (failure instanceof SnapshotError || !surroundings.signal.aborted) return failure;
	return new SnapshotError('CANCELLED', 'Cancelled before anything was begun', {
		system: 'vm-snapshots',
		advice: 'Nothing was changed.',
	});
}
