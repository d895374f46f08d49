import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Editor, photograph } from '../../scripts/editor/browser.mjs';
import { NODE_PREFIX } from '../../scripts/n8n/attach.mjs';
import { owner, stage as files } from './stage.mjs';
import { startVergeosStage, vergeosNode } from './vergeosStage.mjs';
import { chain, START } from './workflows.mjs';

const NODES = [
	'createSnapshot',
	'deleteSnapshot',
	'holdSnapshot',
	'listSnapshots',
	'pruneByRetention',
	'restoreAsNewVm',
	'revertSnapshot',
];
const LEVELS = {
	vm: ['VM', 'VMs'],
	volume: ['Volume', 'Volumes'],
	tenant: ['Tenant', 'Tenants'],
	system: ['Whole System'],
};
const LEVEL_TITLES = ['VM', 'Volume', 'Tenant', 'Whole System'];
const NOTHING_TO_CHOOSE = [];
/** Those whose panels differ most from level to level; the others are looked at where they have most to ask. */
const TELLING = ['createSnapshot', 'restoreAsNewVm', 'revertSnapshot'];

describe('VergeOS in the editor, next to another system', () => {
	/** @type {import('./vergeosStage.mjs').VergeosStage} */
	let stage;
	/** @type {Editor} */
	let editor;
	let titles;
	before(async () => {
		stage = await startVergeosStage('vergeos-editor');
		const types = await stage.n8n.rest.nodeTypes();
		titles = new Map(types.map(({ name, displayName }) => [name, displayName]));
		editor = await Editor.open({ url: stage.n8n.server.url, ...owner });
	});
	after(async () => {
		await editor?.close();
		await stage?.stop();
	});

	const picture = (name) => join(files.folder, 'screenshots', 'vergeos', `${name}.png`);
	const titled = (type) => titles.get(NODE_PREFIX + type);

	/** Opens the panel of one node in a workflow of its own. */
	async function open(name, node) {
		const workflow = await stage.n8n.rest.saveWorkflow(chain(name, [node], stage.n8n.credential));
		await editor.openWorkflow(workflow.id);
		await editor.openPanel(node.name);
	}

	it('asks for System, Level and what to work on, in this order, whatever is chosen before', async () => {
		const node = vergeosNode('createSnapshot', {}, 'Create Snapshot');
		await open('Choose', { ...node, parameters: {} });
		assert.deepEqual((await editor.parameterLabels()).slice(0, 3), ['System', 'VMs', 'VM']);
		const systems = await editor.choose('system', 'VergeOS');
		assert.ok(systems.includes('libvirt (KVM/QEMU)'), systems.join(', '));
		assert.deepEqual((await editor.parameterLabels()).slice(0, 4), [
			'System',
			'Level',
			'VMs',
			'VM',
		]);
		assert.deepEqual(await editor.choose('level', 'Tenant'), LEVEL_TITLES);
		const asked = ['System', 'Level', 'Tenants', 'Tenant'];
		assert.deepEqual((await editor.parameterLabels()).slice(0, 4), asked);
		await editor.screenshot(picture('chosen'));
	});

	it('forgets what was chosen when the level changes: an ID would mean another thing', async () => {
		await open('Forget', vergeosNode('createSnapshot', { level: 'tenant' }, 'Create Snapshot'));
		await editor.chooseFromList('target', 'customer-a');
		assert.equal(await editor.chosenFromList('target'), 'customer-a');
		await editor.choose('level', 'VM');
		assert.equal(await editor.chosenFromList('target'), '');
		await editor.choose('level', 'Tenant');
	});

	it('has nothing left of a level that the other system lacks', async () => {
		await editor.choose('system', 'libvirt (KVM/QEMU)');
		await editor.screenshot(picture('back-to-libvirt'));
		assert.deepEqual((await editor.parameterLabels()).slice(0, 3), ['System', 'VMs', 'VM']);
		assert.deepEqual(editor.faults, []);
	});

	for (const [level, [one, many]] of Object.entries(LEVELS)) {
		it(`speaks of level ${one} in the panels of the nodes`, async () => {
			const types = level === 'vm' || level === 'system' ? NODES : TELLING;
			const nodes = types.map((type) => vergeosNode(type, { level }, titled(type)));
			const workflow = chain(`Level ${level}`, nodes, stage.n8n.credential);
			const { id } = await stage.n8n.rest.saveWorkflow(workflow);
			const folder = join(files.folder, 'screenshots', 'vergeos', level);
			const { panels } = await photograph(editor, id, folder);
			assert.equal(panels.length, types.length + 1);
			for (const { node, labels } of panels.filter((panel) => panel.node !== START)) {
				assert.deepEqual(labels.slice(0, 2), ['System', 'Level'], node);
				const said = labels.filter((label) => Object.values(LEVELS).flat().includes(label));
				const single = node === titled('restoreAsNewVm');
				const asked = single ? [`${one} From`, one] : [many, one];
				const expected = level === 'system' ? NOTHING_TO_CHOOSE : asked;
				assert.deepEqual(
					said.length === 0 ? said : labels.slice(2, 2 + expected.length),
					expected,
					`${node}: ${labels.join(', ')}`,
				);
			}
			assert.deepEqual(editor.faults, []);
		});
	}

	it('shows what each operation on the profiles of VergeOS itself asks for', async () => {
		const operations = ['list', 'import', 'export', 'assign'];
		const nodes = operations.map((operation) =>
			vergeosNode('nativeProfile', { operation }, `Native Profile: ${operation}`),
		);
		const workflow = chain('Native profiles', nodes, stage.n8n.credential);
		const { id } = await stage.n8n.rest.saveWorkflow(workflow);
		const folder = join(files.folder, 'screenshots', 'vergeos', 'native-profiles');
		const { panels } = await photograph(editor, id, folder);
		const labelsOf = (operation) =>
			panels.find(({ node }) => node === `Native Profile: ${operation}`).labels;
		assert.ok(labelsOf('import').includes('Native Profile'));
		assert.ok(labelsOf('export').includes('Preview Only'));
		assert.ok(labelsOf('assign').includes('VMs'));
		assert.deepEqual(editor.faults, []);
	});

	it('the list of each level can be searched', async () => {
		await open('Lists', vergeosNode('createSnapshot', { level: 'system' }, 'Create Snapshot'));
		for (const [level, text, found] of [
			['VM', 'web', ['web-01', 'web-02']],
			['Tenant', '-b', ['customer-b']],
			['Volume', 'arch', ['archive']],
		]) {
			await editor.choose('level', level);
			const file = picture(`list-${level.toLowerCase()}`);
			const list = await editor.chooseFromList('target', text, file);
			assert.deepEqual(list.found, found);
			assert.ok(list.all.length > found.length);
		}
	});

	it('the lists of system snapshots and of what is in one lead to a restore', async () => {
		await open('Parts', vergeosNode('restoreAsNewVm', { level: 'system' }, 'Restore as New VM'));
		const snapshots = await editor.chooseFromList(
			'snapshot',
			'Midnight',
			picture('list-snapshots'),
		);
		assert.deepEqual(snapshots.all, ['Midnight_System']);
		const parts = await editor.chooseFromList('part', 'db', picture('list-parts'));
		assert.deepEqual(parts.found, ['db-01']);
		assert.ok(parts.all.includes('build runner'));
		await editor.choose('partLevel', 'Tenants');
		const tenants = await editor.chooseFromList('part', '-a', picture('list-part-tenants'));
		assert.deepEqual(tenants.found, ['customer-a']);
	});

	it('offers what only VergeOS has beside the common options', async () => {
		await open('Own', vergeosNode('createSnapshot', { level: 'system' }, 'Create Snapshot'));
		assert.deepEqual(await editor.add('Add VergeOS Option', 'Immutable'), [
			'All but What Has These Tags',
			'Immutable',
			'Only What Has These Tags',
			'Private',
		]);
		await editor.screenshot(picture('own-options'));
	});

	it('offers the conditions of a filter that the level can tell', async () => {
		const filter = { level: 'volume', targetMode: 'filter' };
		await open('Filter', vergeosNode('createSnapshot', filter, 'Create Snapshot'));
		const conditions = await editor.add('Add Condition', 'Tags');
		await editor.screenshot(picture('filter-volume'));
		assert.ok(conditions.includes('Name Patterns'));
		assert.ok(!conditions.includes('Power States'), conditions.join(', '));
	});
});
