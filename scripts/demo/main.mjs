import { parseArgs } from 'node:util';
import { inCache } from '../cache.mjs';
import { CREDENTIAL_TYPE } from '../n8n/attach.mjs';
import { installN8n } from '../n8n/install.mjs';
import { installPackage, packPackage } from '../n8n/pack.mjs';
import { failureOf } from '../n8n/execution.mjs';
import { N8nRest } from '../n8n/rest.mjs';
import { startN8n } from '../n8n/server.mjs';
import { Cleanup } from '../process/cleanup.mjs';
import { installDependencies } from '../process/dependencies.mjs';
import { PlainError, report } from '../process/plainError.mjs';
import { choosePort } from '../process/ports.mjs';
import { Progress } from '../progress.mjs';
import { saveExamples, shownExample } from './examples.mjs';
import { startHypervisor } from './hypervisor.mjs';
import { claim, readSecrets } from './state.mjs';
import { tableOf } from './table.mjs';

const N8N_PORT = 5678;
const CREDENTIAL_NAME = 'Embedded hypervisor';

const USAGE = `npm run demo                the package in a real n8n, with an embedded hypervisor, until Ctrl-C
npm run demo -- --once      the same, but ends after the example has run
npm run demo -- --port N    n8n listens there (default: ${N8N_PORT}, or any free port if that is taken)
npm run demo -- --fresh     forgets the login, workflows and runs of earlier demos first`;

/** @param {string[]} args */
export async function main(args) {
	const cleanup = new Cleanup();
	cleanup.onSignals();
	try {
		const options = readOptions(args);
		if (options.help) return console.log(USAGE);
		await demo(options, cleanup);
	} catch (error) {
		if (!cleanup.interrupted) report(error);
		process.exitCode = 1;
	} finally {
		await cleanup.run();
	}
}

/** @param {string[]} args */
function readOptions(args) {
	try {
		const { values } = parseArgs({
			args,
			options: {
				once: { type: 'boolean', default: false },
				fresh: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
				port: { type: 'string' },
			},
		});
		const port = values.port === undefined ? undefined : Number(values.port);
		if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
			throw new PlainError(`"${values.port}" is no port number.\n\n${USAGE}`);
		}
		return { ...values, port };
	} catch (error) {
		if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
		throw new PlainError(`${error.message}\n\n${USAGE}`, { cause: error });
	}
}

/**
 * @param {ReturnType<typeof readOptions>} options
 * @param {Cleanup} cleanup
 */
async function demo({ once: endAfterwards, fresh, port: wantedPort }, cleanup) {
	const progress = new Progress();
	const home = inCache('demo');
	const claimed = await claim(home);
	cleanup.add(claimed.release);
	if (fresh) await claimed.empty();

	const port = await choosePort(wantedPort, N8N_PORT, 'n8n');
	await installDependencies(progress);
	const packed = await packPackage(progress);
	const n8n = await installN8n(progress);
	const { owner, encryptionKey } = await readSecrets(home);

	const hypervisor = await progress.step('Starting the embedded hypervisor', () =>
		startHypervisor(home),
	);
	cleanup.add(hypervisor.stop);
	const userFolder = `${home}/n8n`;
	const server = await progress.step('Starting n8n with this package', async (say) => {
		say('installing the package');
		await installPackage(packed, userFolder, n8n.node);
		say('starting');
		return await startN8n(n8n, {
			userFolder,
			encryptionKey,
			port,
			logFile: inCache('logs', 'demo-n8n.log'),
		});
	});
	cleanup.add(server.stop);
	await claimed.announce(server.url);

	const rest = new N8nRest(server.url);
	await rest.enter(owner);
	const credential = await rest.saveCredential(
		CREDENTIAL_NAME,
		CREDENTIAL_TYPE,
		hypervisor.credentialData,
	);
	const workflows = await saveExamples(rest, credential);
	const { workflow, trigger } = shownExample(workflows);
	const execution = await progress.step(`Running "${workflow.name}"`, () =>
		rest.runToEnd(workflow, trigger),
	);
	console.log(`\n${tableOf(execution)}\n`);
	const failure = failureOf(execution);
	if (failure) throw new PlainError(`The example did not run to its end: ${failure}`);

	console.log(`${workflow.name}: done, as execution ${execution.id} of workflow ${workflow.id}.`);
	if (endAfterwards) return;
	console.log(`
n8n        ${server.url}
e-mail     ${owner.email}
password   ${owner.password}

Workflows: ${workflows.map((one) => one.workflow.name).join(', ')}.
Ctrl-C stops n8n and the hypervisor.`);
	await hypervisorOrN8nEnds(server, hypervisor);
}

/**
 * @param {import('../n8n/server.mjs').N8nServer} server
 * @param {import('./hypervisor.mjs').Hypervisor} hypervisor
 */
async function hypervisorOrN8nEnds(server, hypervisor) {
	const ended = await Promise.race([
		server.ended.then(() => ['n8n', server.logFile]),
		hypervisor.ended.then(() => ['The embedded hypervisor', hypervisor.logFile]),
	]);
	throw new PlainError(`${ended[0]} ended by itself. Its log is ${ended[1]}.`);
}
