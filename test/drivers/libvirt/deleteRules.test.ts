import type { CreateRequest } from '../../../snapshots/driver';
import { libvirtSimulator } from '../../contract/systems/libvirtSimulator';
import type { SystemUnderTest } from '../../contract/systemUnderTest';
import { startLibvirtSimulator } from '../../simulators/libvirt';
import { createSnapshot } from '../../simulators/libvirt/model/snapshotCreate';
import { libvirtDriver } from '../../../drivers/libvirt/driver';
import { openSsh } from '../../support/ssh';
import { systemClock } from '../../support/systemClock';

const { signal } = new AbortController();

async function withSystem(law: (sut: SystemUnderTest) => Promise<void>): Promise<void> {
	const sut = await libvirtSimulator({ libvirtVersion: '9.0.0' }, { memory: false })();
	try {
		await law(sut);
	} finally {
		await sut.close();
	}
}

const diskOnly = (name: string): CreateRequest => ({
	name,
	description: '',
	memory: false,
	quiesce: false,
});

describe('deleting an external snapshot', () => {
	it('says that a stopped VM has to be started for all but the newest, where libvirt needs it', async () => {
		await withSystem(async ({ driver, targets }) => {
			const running = targets.runningWithAgent;
			const oldest = await driver.createSnapshot(running, diskOnly('first'), signal);
			const newest = await driver.createSnapshot(running, diskOnly('second'), signal);
			const stopped = await driver.revertToSnapshot(running, newest, { power: 'stopped' }, signal);
			await expect(driver.deleteSnapshot(stopped, oldest, signal)).rejects.toMatchObject({
				code: 'CONFLICT',
				message: expect.stringContaining('web-01 is stopped'),
				advice: 'Start the VM and run again. Nothing was changed.',
			});
			await driver.deleteSnapshot(stopped, newest, signal);
			const left = await driver.listSnapshots(stopped, signal);
			expect(left.map(({ name }) => name)).toEqual(['first']);
		});
	});

	it('refuses beside internal ones, which somebody else made, before anything is sent', async () => {
		const simulator = await startLibvirtSimulator({
			libvirtVersion: '11.3.0',
			vms: [{ name: 'web-01' }],
		});
		const login = {
			host: simulator.address,
			port: simulator.port,
			username: simulator.username,
			privateKey: simulator.clientPrivateKey,
			hostKeyFingerprint: simulator.hostKeyFingerprint,
		};
		const driver = libvirtDriver(await openSsh(login, systemClock), {}, systemClock);
		try {
			const domain = simulator.host.vm('web-01');
			const ref = { level: 'vm', id: domain.uuid, name: 'web-01' } as const;
			const byHand = '<domainsnapshot><name>by-hand</name></domainsnapshot>';
			await createSnapshot(simulator.host, domain, byHand, 0);
			const overlay = `<domainsnapshot><name>overlay</name><disks><disk name='vda' snapshot='external'/></disks></domainsnapshot>`;
			await createSnapshot(simulator.host, domain, overlay, 16);
			const target = await driver.readTarget(ref, signal);
			const snapshots = await driver.listSnapshots(target, signal);
			const external = snapshots.find(({ name }) => name === 'overlay');
			if (external === undefined) throw new Error('the overlay is not listed');
			await expect(driver.deleteSnapshot(target, external, signal)).rejects.toMatchObject({
				code: 'CONFLICT',
				message: expect.stringContaining('beside internal ones (by-hand)'),
			});
			expect(simulator.count('domainSnapshotDelete')).toBe(0);
		} finally {
			await driver.close();
			await simulator.close();
		}
	});
});
