// npm run bench: figures as ratios against raw calls or a peer, measured in the same run.
import { run } from './process/command.mjs';
import { report } from './process/plainError.mjs';
import { Progress } from './progress.mjs';
import { startLibvirtLab } from './lab/libvirt.mjs';

async function main() {
	const progress = new Progress(process.stderr);
	await progress.step('Building', () => run('npm', ['run', 'build']).then(() => undefined));
	console.log(await run('node', ['scripts/bench/loading.mjs']));
	console.log(await run('npx', ['tsx', 'scripts/bench/schedule.ts']));
	console.log(await run('npx', ['tsx', 'scripts/bench/retention.ts']));
	console.log(await run('npx', ['tsx', 'scripts/bench/vergeos.ts']));
	await run('node', ['scripts/build/cli.mjs']);
	console.log(await run('npx', ['tsx', 'scripts/bench/cli.ts']));
	const lab = await startLibvirtLab(progress);
	try {
		const { ssh, domains, images } = lab;
		const input = JSON.stringify({ ...ssh, domains, images });
		const figures = await progress.step('Measuring libvirt', () =>
			run('npx', ['tsx', 'scripts/bench/libvirt.ts'], { input }),
		);
		console.log(figures);
	} finally {
		await lab.stop();
	}
}

main().catch((error) => {
	report(error);
	process.exitCode = 1;
});
