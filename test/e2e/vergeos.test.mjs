import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf, outputOf } from '../../scripts/n8n/execution.mjs';
import { lawsOfTheCredential } from './vergeosCredential.mjs';
import { imported, startVergeosStage, vergeosNode } from './vergeosStage.mjs';
import { lawsOfTheTenantExample } from './vergeosTenant.mjs';
import { chain, locator, runChain, START } from './workflows.mjs';

const DAY_SECONDS = 86_400;
/** Those of the demo system that bear the tag of example 06. */
const PRODUCTION = ['db-01', 'erp-01', 'mail-01', 'web-01', 'web-02'];

describe('VergeOS in n8n', () => {
	/** @type {import('./vergeosStage.mjs').VergeosStage} */
	let stage;
	before(async () => (stage = await startVergeosStage('vergeos')));
	after(() => stage?.stop());

	const vm = (name) =>
		stage.rows.named('vms', name, 'machine,description,machine#status#running as running');
	const machineSnapshots = async (vmName) => {
		const { machine } = await vm(vmName);
		return await stage.rows.all(
			'machine_snapshots',
			'$key,name,description,created,expires,quiesced',
			`machine eq ${machine}`,
		);
	};
	const systemSnapshots = () =>
		stage.rows.all(
			'cloud_snapshots',
			'$key,name,description,created,expires,immutable,immutable_status,private,status',
		);

	describe('the credential', () => lawsOfTheCredential(() => stage));

	describe('example 06, a nightly profile by tag', () => {
		const KEPT = 2;
		/** Of each of the runs, oldest first: the names of the snapshots of web-01. */
		const made = [];
		let workflow;
		let last;
		before(async () => {
			const { machine } = await vm('web-01');
			await stage.rows.make('machine_snapshots', { machine, name: 'by-hand', expires: 0 });
			workflow = imported('06-vergeos-nightly-by-tag', stage.n8n.credential, (node) => {
				for (const period of node.parameters.periods?.period ?? []) period.keepLast = KEPT;
				return node;
			});
			for (let count = 0; count < KEPT + 1; count++) {
				// What is due is told by the second: two runs within one are one order, and make one snapshot.
				await sleep(1100);
				last = await stage.succeed(workflow, 'Snapshot Schedule Trigger');
				const created = outputOf(last, 'Create Snapshot');
				assert.deepEqual(created.map(({ target }) => target.name).sort(), PRODUCTION);
				made.push(created.find(({ target }) => target.name === 'web-01').snapshot.name);
			}
		});

		it('covers the VMs with the tag, and no other', async () => {
			assert.deepEqual(await machineSnapshots('build runner'), []);
			for (const name of PRODUCTION) assert.ok((await machineSnapshots(name)).length >= KEPT);
		});

		it('quiesces where an agent answers, and warns where none does', async () => {
			const created = outputOf(last, 'Create Snapshot');
			const consistency = Object.fromEntries(
				created.map(({ target, snapshot }) => [target.name, snapshot.consistency]),
			);
			assert.equal(consistency['web-01'], 'quiesced');
			assert.equal(consistency['erp-01'], 'crash');
			const erp = created.find(({ target }) => target.name === 'erp-01');
			assert.ok(erp.warnings.length > 0);
			const [, newest] = (await machineSnapshots('web-01')).filter(({ name }) =>
				made.includes(name),
			);
			assert.equal(newest.quiesced, true);
		});

		it('leaves nothing to the three days after which VergeOS removes what has no expiry', async () => {
			for (const { expires } of await machineSnapshots('web-01')) assert.equal(expires, 0);
		});

		it('prunes all but the newest, and nothing that a person made', async () => {
			const names = (await machineSnapshots('web-01')).map(({ name }) => name).sort();
			assert.deepEqual(names, ['by-hand', ...made.slice(-KEPT)].sort());
			for (const name of PRODUCTION.filter((one) => one !== 'web-01')) {
				assert.equal((await machineSnapshots(name)).length, KEPT, name);
			}
			const removed = outputOf(last, 'Prune by Retention');
			assert.deepEqual(removed.map(({ target }) => target.name).sort(), PRODUCTION);
			assert.ok(removed.every(({ action }) => action === 'deleted'));
		});
	});

	describe('example 07, an immutable system snapshot', () => {
		let taken;
		before(async () => {
			const workflow = imported('07-vergeos-system-snapshot-before-upgrade', stage.n8n.credential);
			[taken] = outputOf(await stage.succeed(workflow), 'Upgrade');
		});

		it('is there when the upgrade begins: locked, private, for three days', async () => {
			assert.equal(taken.action, 'created');
			const row = (await systemSnapshots()).find(({ name }) => name === taken.snapshot.name);
			assert.equal(row.status, 'normal');
			assert.equal(row.immutable, true);
			assert.equal(row.immutable_status, 'locked');
			assert.equal(row.private, true);
			assert.ok(Math.abs(row.expires - row.created - 3 * DAY_SECONDS) <= 60);
			assert.match(row.description, /Before the upgrade of VergeOS/);
		});

		it('can’t be deleted, and the message says until when', async () => {
			const remove = vergeosNode('deleteSnapshot', {
				level: 'system',
				snapshotMode: 'choose',
				snapshot: locator('name', taken.snapshot.name),
				preview: false,
			});
			const failure = failureOf(
				await stage.run(chain('Delete', [remove], stage.n8n.credential), START),
			);
			const until = taken.snapshot.expiresAt.slice(0, 10);
			assert.match(failure, new RegExp(`immutable, locked until ${until}`));
			const names = (await systemSnapshots()).map(({ name }) => name);
			assert.ok(names.includes(taken.snapshot.name));
		});
	});

	describe('example 08, a VM out of last night’s system snapshot', () => {
		const NICS = 'enabled,macaddress';
		const nicsOf = ({ machine }) => stage.rows.all('machine_nics', NICS, `machine eq ${machine}`);
		let original;
		let restored;
		before(async () => {
			original = [await vm('web-01'), await nicsOf(await vm('web-01'))];
			const workflow = imported('08-vergeos-recover-vm-from-system-snapshot', stage.n8n.credential);
			[restored] = outputOf(await stage.succeed(workflow), 'Restore as New VM');
		});

		it('comes back under the new name, off, with its network cut', async () => {
			assert.equal(restored.action, 'restored');
			const made = await vm('web-01-recovered');
			assert.equal(made.running, false);
			const nics = await nicsOf(made);
			assert.ok(nics.length > 0);
			assert.ok(nics.every(({ enabled }) => enabled === false));
			const [, present] = original;
			for (const { macaddress } of nics) {
				assert.ok(!present.some((nic) => nic.macaddress === macaddress), 'no address twice');
			}
		});

		it('leaves the VM that is there as it is', async () => {
			const now = [await vm('web-01'), await nicsOf(await vm('web-01'))];
			assert.deepEqual(now, original);
		});
	});

	describe('example 09, a tenant before a change', () => lawsOfTheTenantExample(() => stage));

	it('a profile that VergeOS keeps by itself comes in as one of n8n’s', async () => {
		const bring = vergeosNode('nativeProfile', {
			operation: 'import',
			nativeProfile: locator('name', 'SOX'),
			systemTimeZone: 'UTC',
		});
		const [item] = await runChain(stage.n8n, 'Import', [bring]);
		assert.equal(item.action, 'imported');
		assert.equal(item.profile.name, 'SOX');
		const every = item.profile.periods.map(({ frequency }) => frequency.every);
		assert.deepEqual(every.sort(), ['day', 'month', 'week', 'year']);
		assert.ok(item.nextRuns.length > 0);
	});

	it('a profile that VergeOS keeps by itself is assigned, and told which one it replaces', async () => {
		const fields = 'name,machine,machine#snapshot_profile#name as profile';
		const assign = vergeosNode('nativeProfile', {
			operation: 'assign',
			level: 'vm',
			targetMode: 'one',
			target: locator('name', 'web-02'),
			nativeProfile: locator('name', 'SOX'),
			preview: false,
		});
		const [item] = await runChain(stage.n8n, 'Assign', [assign]);
		assert.equal(item.action, 'assigned');
		assert.equal((await stage.rows.named('vms', 'web-02', fields)).profile, 'SOX');
	});

	it('an order that is run a second time finds what the first has made', async () => {
		const create = vergeosNode('createSnapshot', {
			level: 'volume',
			targetMode: 'one',
			target: locator('name', 'files'),
			label: 'once',
			options: { runKey: 'CHG-1234' },
		});
		const [first] = await runChain(stage.n8n, 'Once', [create]);
		const [second] = await runChain(stage.n8n, 'Once', [create]);
		assert.equal(first.action, 'created');
		assert.equal(second.action, 'existing');
		assert.equal(second.snapshot.id, first.snapshot.id);
		const { $key } = await stage.rows.named('volumes', 'files', 'id');
		const rows = await stage.rows.all('volume_snapshots', 'name', `volume eq '${$key}'`);
		assert.deepEqual(rows, [{ name: first.snapshot.name }]);
	});
});
