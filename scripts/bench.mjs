// npm run bench: figures as ratios against raw calls or a peer, measured in the same run.
import { run } from './process/command.mjs';
import { report } from './process/plainError.mjs';
import { Progress } from './progress.mjs';
import { inCache } from './cache.mjs';
import { Govc } from './lab/govc.mjs';
import { startLibvirtLab } from './lab/libvirt.mjs';
import { lxdEnvironment } from './lab/lxc.mjs';
import { startLxdLab } from './lab/lxd.mjs';
import { prepareVcsim, startVcsim } from './lab/vcsim.mjs';

async function main() {
	const progress = new Progress(process.stderr);
	await progress.step('Building', () => run('npm', ['run', 'build']).then(() => undefined));
	console.log(await run('node', ['scripts/bench/loading.mjs']));
	console.log(await run('npx', ['tsx', 'scripts/bench/schedule.ts']));
	console.log(await run('npx', ['tsx', 'scripts/bench/retention.ts']));
	console.log(await run('npx', ['tsx', 'scripts/bench/vergeos.ts']));
	await run('node', ['scripts/build/cli.mjs']);
	console.log(await run('npx', ['tsx', 'scripts/bench/cli.ts']));
	await measureVsphere(progress);
	await measureLxd(progress);
	await measureLibvirt(progress);
}

/** @param {Progress} progress */
async function measureVsphere(progress) {
	const programs = await prepareVcsim(progress);
	const labs = [];
	try {
		for (const [name, vmsPerPool] of Object.entries({ few: 4, many: 2500 })) {
			const folder = inCache('lab', `vcsim-bench-${name}`);
			const lab = await startVcsim(programs, { folder, vmsPerPool });
			labs.push({ ...lab, name, names: await new Govc(programs.govc, lab).vmNames() });
		}
		const [few, many] = labs;
		await measure(progress, 'vSphere', { govc: programs.govc, few, many });
	} finally {
		for (const lab of labs) await lab.stop();
	}
}

/** @param {Progress} progress */
async function measureLxd(progress) {
	const lab = await startLxdLab(progress);
	try {
		await measure(progress, 'LXD', { ...lab, env: lxdEnvironment(lab.folder) });
	} finally {
		await lab.stop();
	}
}

/** @param {Progress} progress */
async function measureLibvirt(progress) {
	const lab = await startLibvirtLab(progress);
	try {
		const { ssh, domains, images } = lab;
		await measure(progress, 'libvirt', { ...ssh, domains, images });
	} finally {
		await lab.stop();
	}
}

/**
 * @param {Progress} progress
 * @param {string} title and, in lower case, the name of the file
 * @param {object} input what it reads
 */
async function measure(progress, title, input) {
	const file = `scripts/bench/${title.toLowerCase()}.ts`;
	const figures = await progress.step(`Measuring ${title}`, () =>
		run('npx', ['tsx', file], { input: JSON.stringify(input) }),
	);
	console.log(figures);
}

main().catch((error) => {
	report(error);
	process.exitCode = 1;
});
