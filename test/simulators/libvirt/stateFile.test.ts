import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoVms } from './demoVms';
import { readState, restoreState, writeState } from './model/stateFile';
import { TestBench } from './testBench';

const bench = new TestBench();
const folder = mkdtempSync(join(tmpdir(), 'libvirt-simulator-'));
afterEach(() => bench.cleanUp());
afterAll(() => rmSync(folder, { recursive: true }));

describe('a state file', () => {
	it('is as good as a host that was never away', async () => {
		const path = join(folder, 'state.json');
		const first = await bench.simulator({ vms: demoVms });
		const rpc = await bench.rpc(first);
		const web = await rpc.domain('web-01');
		first.host.writeMemory('web-01', 'in RAM');
		await rpc.snapshot(web, 'a', 0, '<description>two\nlines</description>');
		await rpc.snapshot(web, 'b');
		first.host.write('web-01', 'broken');
		await rpc.snapshot(await rpc.domain('db-01'), 'outside', 16);
		const keys = { clientKey: first.clientPrivateKey, hostKey: first.hostPrivateKey };
		writeState(path, first.host, keys);
		expect(statSync(path).mode & 0o077).toBe(0);

		const saved = readState(path);
		if (saved === undefined) throw new Error('nothing was saved');
		const second = await bench.simulator(saved);
		restoreState(second.host, saved);
		expect(second.hostKeyFingerprint).toBe(first.hostKeyFingerprint);
		const again = await bench.rpc(second);
		expect(await again.snapshotXml(web, 'a')).toBe(await rpc.snapshotXml(web, 'a'));
		expect(await again.domainXml(await again.domain('db-01'), 2)).toBe(
			await rpc.domainXml(await rpc.domain('db-01'), 2),
		);
		expect(second.host.vm('build runner').active).toBe(false);
		expect(second.host.read('web-01')).toBe('broken');
		await again.revert(web, 'a');
		expect(second.host.read('web-01')).toBe('web shop 4.1');
		expect(second.host.readMemory('web-01')).toBe('in RAM');
	});

	it('is not there before the first start', () => {
		expect(readState(join(folder, 'none.json'))).toBeUndefined();
	});
});
