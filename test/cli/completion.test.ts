import { execFileSync } from 'node:child_process';
import { CliBench } from './support/bench';

let bench: CliBench;
beforeEach(async () => (bench = await CliBench.start()));
afterEach(async () => await bench.close());

const script = async (shell: string): Promise<string> =>
	(await bench.runBare(['completion', shell])).stdout;

it.each([
	[['vm-snapshots', 're'], 'revert restore'],
	[['vm-snapshots', 'prune', '--keep-w'], '--keep-weekly --keep-within --keep-within-hourly'],
	[['vm-snapshots', 'create', '--quiesce', 'p'], 'prefer'],
	[['vm-snapshots', 'list', '-l', ''], 'vm volume tenant system'],
	[['vm-snapshots', 'completion', 'z'], 'zsh'],
])('completes %p in bash', async (words, replies) => {
	const code = `${await script('bash')}
		COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
		COMP_CWORD=${words.length - 1}
		_vm_snapshots
		echo "\${COMPREPLY[*]}"`;
	expect(execFileSync('bash', ['-c', code], { encoding: 'utf8' })).toContain(replies);
});

it.each(['zsh', 'fish'])('names all commands and options for %s', async (shell) => {
	const text = await script(shell);
	for (const word of ['list', 'simulate', 'keep-within-daily', 'no-safety-snapshot', 'require']) {
		expect(text).toContain(word);
	}
});
