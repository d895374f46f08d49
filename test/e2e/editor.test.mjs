import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Editor, photograph } from '../../scripts/editor/browser.mjs';
import { NODE_PREFIX, withCredential } from '../../scripts/n8n/attach.mjs';
import { FreshN8n, owner, stage } from './stage.mjs';
import { chain, snapshotNode, START, vmNamed } from './workflows.mjs';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const NODES_ON_A_VM = [
	'createSnapshot',
	'deleteSnapshot',
	'holdSnapshot',
	'listSnapshots',
	'pruneByRetention',
	'restoreAsNewVm',
	'revertSnapshot',
];

describe('the editor', () => {
	/** @type {FreshN8n} */
	let n8n;
	/** @type {Editor} */
	let editor;
	before(async () => {
		n8n = await FreshN8n.start('editor');
		editor = await Editor.open({ url: n8n.server.url, ...owner });
	});
	after(async () => {
		await editor?.close();
		await n8n?.stop();
	});

	/**
	 * @param {any} workflow
	 * @param {string} name
	 */
	async function look(workflow, name) {
		const { id } = await n8n.rest.saveWorkflow(workflow);
		const pictures = await photograph(editor, id, join(stage.folder, 'screenshots', name));
		for (const file of [pictures.canvas, ...pictures.panels.map((panel) => panel.file)]) {
			assert.ok(statSync(file).size > 10_000, `${file} shows something`);
		}
		assert.deepEqual(editor.faults, []);
		return pictures.panels;
	}

	it('opens the panel of every node that works on a VM, and each lets choose the VM', async () => {
		const titles = new Map(
			(await n8n.rest.nodeTypes()).map((type) => [type.name, type.displayName]),
		);
		const nodes = NODES_ON_A_VM.map((type) =>
			snapshotNode(type, vmNamed(stage.domains.guest), titles.get(NODE_PREFIX + type)),
		);
		const panels = await look(chain('Every node', nodes, n8n.credential), 'nodes');
		const names = nodes.map((node) => node.name);
		assert.deepEqual(panels.map((panel) => panel.node).sort(), [START, ...names].sort());
		for (const { node, labels } of panels.filter((panel) => panel.node !== START)) {
			assert.ok(labels.includes('VM'), `${node}: ${labels.join(', ')}`);
		}
	});

	it('opens the panel of the schedule trigger', async () => {
		const trigger = snapshotNode('snapshotScheduleTrigger', {}, 'Snapshot Schedule Trigger');
		const [panel] = await look(chain('Schedule', [], n8n.credential, trigger), 'trigger');
		assert.ok(panel.labels.length > 0);
	});

	it('shows what a profile will come to when the step of the trigger is executed', async () => {
		const periods = {
			period: [
				{ name: 'hourly', every: 'hours', hours: 1, keepLast: 24 },
				{ name: 'daily', every: 'day', at: '02:00', keepLast: 7 },
			],
		};
		const name = 'Snapshot Schedule Trigger';
		const trigger = snapshotNode('snapshotScheduleTrigger', { periods }, name);
		const { id } = await n8n.rest.saveWorkflow(chain('Preview', [], n8n.credential, trigger));
		await editor.openWorkflow(id);
		await editor.openPanel(name);
		await editor.executeStep(/At most 32 on each VM at once/);
		await editor.screenshot(join(stage.folder, 'screenshots', 'preview', 'executed.png'));
		assert.deepEqual(editor.faults, []);
	});

	for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'))) {
		it(`shows the example ${file}, all nodes known`, async () => {
			const example = JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8'));
			const nodes = example.nodes.map((node) => withCredential(node, n8n.credential));
			const known = new Set((await n8n.rest.nodeTypes()).map((type) => type.name));
			for (const node of nodes) assert.ok(known.has(node.type), `${node.type} is known`);
			await look({ ...example, nodes }, basename(file, '.json'));
		});
	}
});
