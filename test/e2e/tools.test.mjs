import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { completeFolder } from '../../scripts/cache.mjs';
import { tableOf } from '../../scripts/demo/table.mjs';
import { decodeFlatted } from '../../scripts/n8n/flatted.mjs';

describe('the tools of these tests and of the demo', () => {
	let folder;
	before(async () => (folder = await mkdtemp(join(tmpdir(), 'tools-'))));
	after(() => rm(folder, { recursive: true }));

	it('an interrupted installation is not taken for a complete one, and the next starts afresh', async () => {
		const target = join(folder, 'installed');
		const interrupted = completeFolder(target, async (unfinished) => {
			await writeFile(join(unfinished, 'half'), '');
			throw new Error('power cut');
		});
		await assert.rejects(interrupted, /power cut/);
		assert.equal(existsSync(target), false);

		const fill = async (unfinished) => {
			assert.deepEqual(await readdir(unfinished), []);
			await writeFile(join(unfinished, 'whole'), '');
		};
		assert.deepEqual(await completeFolder(target, fill), { made: true });
		assert.deepEqual(await completeFolder(target, fill), { made: false });
		assert.deepEqual(await readdir(target), ['whole']);
		assert.deepEqual(await readdir(folder), ['installed']);
	});

	it('reads what n8n stores of an execution, numbers in words and cycles included', () => {
		const text =
			'[{"name":"1","count":7,"list":"2","self":"0"},"seven",["1",7,null,true,"3"],{"deep":"4"},"12"]';
		const value = decodeFlatted(text);
		assert.equal(value.name, 'seven');
		assert.equal(value.count, 7);
		assert.deepEqual(value.list, ['seven', 7, null, true, { deep: '12' }]);
		assert.equal(value.self, value);
	});

	it('tells an execution as an aligned table, in the order the nodes ran', () => {
		const run = (executionIndex, executionTime, ...items) => [
			{ executionIndex, executionTime, data: { main: [items.map((json) => ({ json }))] } },
		];
		const created = {
			action: 'created',
			target: { name: 'web-01' },
			snapshot: { name: 'daily-1' },
			warnings: [{ code: 'MANY', message: 'three already' }],
		};
		const runData = {
			Create: run(1, 1234, created),
			Start: run(0, 2, {}),
			Wait: run(2, 500, created),
		};
		const workflowData = {
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: 'Create', type: 'n8n-nodes-vm-snapshots.createSnapshot' },
				{ name: 'Wait', type: 'n8n-nodes-base.wait' },
			],
		};
		assert.deepEqual(tableOf({ data: { resultData: { runData } }, workflowData }).split('\n'), [
			'step    VM      snapshot  action   seconds  warnings',
			'------  ------  --------  -------  -------  -------------',
			'Start                                  0.0',
			'Create  web-01  daily-1   created      1.2  three already',
			'Wait                                   0.5',
		]);
	});
});
