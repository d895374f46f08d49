import { TestBench } from './testBench';
import { RpcRefusal, type RpcTestClient, str, takeString, u32 } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const UUID = '11223344-5566-7788-99aa-bbccddeeff00';
const UUID_BYTES = Buffer.from(UUID.replaceAll('-', ''), 'hex');
const open = Buffer.concat([u32(1), str('qemu:///system'), u32(0)]);

async function raw(options: Parameters<TestBench['simulator']>[0] = {}): Promise<RpcTestClient> {
	const simulator = await bench.simulator({ vms: [{ name: 'test', uuid: UUID }], ...options });
	return await (await bench.ssh(simulator)).forward();
}

describe('handshake', () => {
	it('refuses to open before the client has asked for the ways to log in', async () => {
		const rpc = await raw();
		await expect(rpc.call(1, open)).rejects.toMatchObject({
			code: 39,
			message: 'authentication required',
		});
	});

	it('refuses every call before the connection is open', async () => {
		const rpc = await raw();
		await rpc.call(66);
		await expect(rpc.call(23, str('test'))).rejects.toThrow('connection not open');
	});

	it('wants polkit where it is asked for, and takes no for an answer from it', async () => {
		const allowed = await raw({ polkit: 'allow' });
		expect(await allowed.call(66)).toEqual(u32(1, 2));
		await expect(allowed.call(1, open)).rejects.toThrow('authentication required');
		expect(await allowed.call(70)).toEqual(u32(1));
		await allowed.call(1, open);

		const denied = await raw({ polkit: 'deny' });
		await denied.call(66);
		await expect(denied.call(70)).rejects.toMatchObject({ code: 45 });
	});

	it('refuses another hypervisor’s address', async () => {
		const rpc = await raw();
		await rpc.call(66);
		const body = Buffer.concat([u32(1), str('xen:///system'), u32(0)]);
		await expect(rpc.call(1, body)).rejects.toMatchObject({
			code: 5,
			message: 'no connection driver available for xen:///system',
		});
	});
});

describe('encoding', () => {
	it('answers a look-up with the very bytes of a real daemon', async () => {
		const rpc = await (await raw()).open();
		// libvirt 9.0 gave this layout: name, UUID, id.
		expect(await rpc.domain('test')).toEqual(Buffer.concat([str('test'), UUID_BYTES, u32(1)]));
	});

	it('writes -1 as the id of a domain that is off', async () => {
		const rpc = await (await raw({ vms: [{ name: 'test', uuid: UUID, running: false }] })).open();
		expect((await rpc.domain('test')).readInt32BE(8 + 16)).toBe(-1);
	});

	it('lays out an error as libvirt 9.0 does', async () => {
		const rpc = await (await raw()).open();
		const { failed, payload } = await rpc.send(23, str('nope'));
		const text = "no domain with matching name 'nope'";
		expect(failed).toBe(true);
		expect(payload).toEqual(
			Buffer.concat([
				u32(42, 10, 1),
				str(`Domain not found: ${text}`),
				u32(2, 0, 1),
				str('Domain not found: %s'),
				u32(1),
				str(text),
				u32(0, -1, -1, 0),
			]),
		);
	});

	it('answers many calls at once, each under its own serial', async () => {
		const rpc = await (await raw()).open();
		const serials = await Promise.all(
			Array.from({ length: 20 }, async (_, index) => (await rpc.send(index % 2 ? 59 : 157)).serial),
		);
		expect(serials).toEqual([...serials].sort((one, other) => one - other));
		expect(new Set(serials).size).toBe(20);
	});

	it('names a procedure that it does not know, as an old daemon does', async () => {
		const rpc = await (await raw()).open();
		await expect(rpc.call(9999)).rejects.toMatchObject({
			code: 39,
			message: 'unknown procedure: 9999',
		});
	});

	it('refuses arguments that are too short or too long', async () => {
		const rpc = await (await raw()).open();
		await expect(rpc.call(23, u32(200))).rejects.toThrow('Unable to decode message payload');
		await expect(rpc.call(23, Buffer.concat([str('test'), u32(0)]))).rejects.toThrow(
			'Unable to decode message payload',
		);
	});
});

describe('domains', () => {
	it('are listed by state and by whether they have snapshots', async () => {
		const simulator = await bench.simulator({
			vms: [{ name: 'on' }, { name: 'off', running: false }],
		});
		const rpc = await bench.rpc(simulator);
		await rpc.snapshot(await rpc.domain('off'), 's');
		const names = async (flags: number): Promise<string> => {
			const list = await rpc.call(273, u32(1, flags));
			return list.readUInt32BE(0) === 1 ? takeString(list.subarray(4))[0] : 'both';
		};
		expect(await names(0)).toBe('both');
		expect(await names(1)).toBe('on');
		expect(await names(2)).toBe('off');
		expect(await names(4096)).toBe('off');
		expect(await names(8192)).toBe('on');
	});

	it('can’t be defined under a name or UUID that is taken', async () => {
		const simulator = await bench.simulator({ vms: [{ name: 'test', uuid: UUID }] });
		const rpc = await bench.rpc(simulator);
		const define = async (xml: string): Promise<Buffer> =>
			await rpc.call(350, Buffer.concat([str(xml), u32(1)]));
		const document = await rpc.domainXml(await rpc.domain('test'), 2);
		const otherUuid = document.replace(UUID, '00000000-0000-0000-0000-000000000001');
		await expect(define(otherUuid)).rejects.toMatchObject({
			code: 9,
			message: `operation failed: domain 'test' already exists with uuid ${UUID}`,
		});
		await expect(define(document.replace('<name>test', '<name>other'))).rejects.toMatchObject({
			message: `operation failed: domain 'test' is already defined with uuid ${UUID}`,
		});
		await expect(define('<domain><name>')).rejects.toMatchObject({ code: 35 });
		await expect(define(otherUuid.replace('<name>test', '<name>a/b'))).rejects.toThrow(
			"name a/b cannot contain '/'",
		);
		await define(otherUuid.replace('<name>test', '<name>other'));
		expect(simulator.host.vm('other').active).toBe(false);
	});

	it('keep any text in title, description and name to the byte', async () => {
		const name = `we'ird "näme" $(id); \`x\` <&> 日本`;
		const simulator = await bench.simulator({
			vms: [{ name, description: 'two\nlines & <more>', tags: ['a b'] }],
		});
		const rpc = await bench.rpc(simulator);
		const xml = await rpc.domainXml(await rpc.domain(name));
		expect(xml).toContain('<description>two\nlines &amp; &lt;more&gt;</description>');
		expect(xml).toContain(
			"<vm:tags xmlns:vm='urn:n8n-nodes-vm-snapshots:tags:1'>\n      <vm:tag>a b</vm:tag>",
		);
	});

	it('with snapshots are only undefined when off and told to forget them', async () => {
		const simulator = await bench.simulator({ vms: [{ name: 'test', running: false }] });
		const rpc = await bench.rpc(simulator);
		const domain = await rpc.domain('test');
		await rpc.snapshot(domain, 's');
		await expect(rpc.call(231, Buffer.concat([domain, u32(0)]))).rejects.toMatchObject({
			code: 55,
			message: 'Requested operation is not valid: cannot delete inactive domain with 1 snapshots',
		});
		await rpc.call(231, Buffer.concat([domain, u32(2)]));
		await expect(rpc.domain('test')).rejects.toBeInstanceOf(RpcRefusal);
	});

	it('don’t start on a disk that is missing or in use', async () => {
		const disk = '/var/lib/libvirt/images/shared.qcow2';
		const simulator = await bench.simulator({
			vms: [
				{ name: 'one', disks: [{ path: disk }] },
				{ name: 'two', running: false, disks: [{ path: disk }] },
			],
		});
		const rpc = await bench.rpc(simulator);
		const two = await rpc.domain('two');
		await expect(rpc.call(9, two)).rejects.toThrow('Failed to get "write" lock');
		simulator.host.images.files.delete(disk);
		await expect(rpc.call(9, two)).rejects.toThrow('No such file or directory');
	});
});
