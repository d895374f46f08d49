import { TestBench } from './testBench';
import { str, u32 } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const COPY = '/var/lib/libvirt/images/copy.qcow2';

describe('a new VM from a snapshot', () => {
	it('boots with the snapshot’s disk, an id and addresses of its own, and leaves the source alone', async () => {
		const simulator = await bench.simulator({ vms: [{ name: 'vm', agent: 'alive' }] });
		const { host } = simulator;
		host.write('vm', 'before');
		const rpc = await bench.rpc(simulator);
		const domain = await rpc.domain('vm');
		await rpc.snapshot(domain, 's');
		host.write('vm', 'after');

		const ssh = await bench.ssh(simulator);
		const from = '/var/lib/libvirt/images/vm.qcow2';
		await ssh.exec(`qemu-img convert -U -O qcow2 -l snapshot.name=s ${from} ${COPY}`);
		const document = /<inactiveDomain[\s\S]*<\/inactiveDomain>/.exec(
			await rpc.snapshotXml(domain, 's'),
		);
		const xml = (document?.[0] ?? '')
			.replaceAll('inactiveDomain', 'domain')
			.replace('<name>vm<', '<name>copy<')
			.replace(/<(?:uuid>.*<\/uuid|mac address=.*)>/g, '')
			.replace(from, COPY);
		const copy = await rpc.call(350, Buffer.concat([str(xml), u32(1)]));
		await rpc.call(196, Buffer.concat([copy, u32(0)]));

		expect(host.read('copy')).toBe('before');
		expect(host.read('vm')).toBe('after');
		expect(host.vm('copy').uuid).not.toBe(host.vm('vm').uuid);
		const [mac, otherMac] = await Promise.all(
			[domain, copy].map(async (one) => /52:54:00[0-9a-f:]+/.exec(await rpc.domainXml(one))?.[0]),
		);
		expect(mac).toBeDefined();
		expect(otherMac).toBeDefined();
		expect(otherMac).not.toBe(mac);
		host.write('copy', 'its own');
		expect(host.read('vm')).toBe('after');
	});
});
