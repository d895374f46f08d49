import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { lxdEnvironment } from '../../scripts/lab/lxc.mjs';
import { locator } from './workflows.mjs';

const COPY = 'files-copy';

/**
 * A custom volume; what is in it is read where its pool is mounted.
 *
 * @param {() => import('./lxdStage.mjs').LxdStage} stage
 */
export function lawsOfLxdVolumes(stage) {
	let pool;
	let volume;
	let taken;
	const fileIn = (name) => {
		const { LXD_DIR } = lxdEnvironment(stage().lab.folder);
		return join(LXD_DIR, 'storage-pools', pool, 'custom', `default_${name}`, 'state');
	};
	const snapshots = () => stage().lxc.snapshots(`storage-pools/${pool}/volumes/custom/${volume}`);

	before(async () => {
		({ pool, volume } = stage().names);
		await writeFile(fileIn(volume), 'before');
	});

	it('gets a snapshot that LXD will remove when it has expired', async () => {
		[taken] = await stage().run('createSnapshot', {
			...{ level: 'volume', targetMode: 'one', target: locator('name', volume) },
			...{ label: 'files', keepFor: 12, keepForUnit: 'hours' },
		});
		assert.equal(taken.action, 'created');
		assert.equal(taken.target.level, 'volume');
		const [row] = await snapshots();
		assert.equal(row.name.split('/').at(-1), taken.snapshot.name);
		assert.equal(new Date(row.expires_at).toISOString(), taken.snapshot.expiresAt);
	});

	it('goes back to it', async () => {
		await writeFile(fileIn(volume), 'after');
		const [reverted] = await stage().revert(taken);
		assert.equal(reverted.action, 'reverted');
		assert.equal(await readFile(fileIn(volume), 'utf8'), 'before');
	});

	it('comes back as a new volume, and stays as it is', async () => {
		await writeFile(fileIn(volume), 'after');
		const [restored] = await stage().restore(taken, COPY);
		assert.equal(restored.action, 'restored');
		assert.equal(await readFile(fileIn(COPY), 'utf8'), 'before');
		assert.equal(await readFile(fileIn(volume), 'utf8'), 'after');
		await stage().lxc.run('storage', 'volume', 'delete', pool, COPY);
		assert.equal(existsSync(fileIn(COPY)), false);
	});

	it('loses the snapshot when it is deleted', async () => {
		const [deleted] = await stage().remove(taken);
		assert.equal(deleted.action, 'deleted');
		assert.deepEqual(await snapshots(), []);
	});
}
