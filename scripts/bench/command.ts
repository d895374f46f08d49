import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

type Environment = Readonly<Record<string, string>>;

/** Runs one command as a person's script does: a process of its own. */
export async function outputsOf(
	program: string,
	args: readonly string[],
	env: Environment,
): Promise<{ stdout: string; stderr: string }> {
	const child = spawn(program, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close'),
	]);
	if (code === 0) return { stdout, stderr };
	throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
}

export const command = async (
	program: string,
	args: readonly string[],
	env: Environment,
): Promise<string> => (await outputsOf(program, args, env)).stdout;
