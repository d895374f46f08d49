import { thrownBy } from '../../support/thrownBy';
import { overlayPath, planSnapshot } from '../../../drivers/libvirt/create';
import { readDomain } from '../../../drivers/libvirt/domainXml';
import type { CreateRequest } from '../../../snapshots/driver';
import type { Target } from '../../../snapshots/model';

const target: Target = { level: 'vm', id: 'u', name: 'web-01', powerState: 'running', tags: [] };
const none = { internal: false, external: false };
const DISK = `<disk type='file' device='disk'><driver type='qcow2'/><source file='/img/web.qcow2'/><target dev='vda'/></disk>`;
const RAW = `<disk type='file' device='disk'><driver type='raw'/><source file='/img/data.img'/><target dev='vdb'/></disk>`;
const CDROM = `<disk type='file' device='cdrom'><driver type='raw'/><target dev='sda'/><readonly/></disk>`;
const BLOCK = `<disk type='block' device='disk'><driver type='qcow2'/><source dev='/dev/vg/web'/><target dev='vdc'/></disk>`;

const domain = (active: boolean, ...disks: string[]) =>
	readDomain(
		`<domain${active ? " id='3'" : ''}><name>web-01</name><devices>${disks.join('')}</devices></domain>`,
	);
const request = (wishes: Partial<CreateRequest> = {}): CreateRequest => ({
	name: 'nightly-1',
	description: 'text',
	memory: false,
	quiesce: false,
	...wishes,
});
const plan = (
	...[on, present, wishes]: [ReturnType<typeof domain>, typeof none?, Partial<CreateRequest>?]
) => planSnapshot(target, on, present ?? none, request(wishes));

describe('the plan of a snapshot', () => {
	it('is internal for a running VM with memory', () => {
		const { flags, xml } = plan(domain(true, DISK), none, { memory: true });
		expect(flags).toBe(0);
		expect(xml).not.toContain('disks');
	});

	it('is external, of all disks at once, for a running VM without memory', () => {
		const { flags, xml } = plan(domain(true, DISK, RAW, CDROM));
		expect(flags).toBe(16 | 128);
		expect(xml).toContain('/img/web.nightly-1-vda');
		expect(xml).toContain('/img/data.nightly-1-vdb');
		expect(xml).toContain('<disk name="sda" snapshot="no"/>');
	});

	it('freezes the guest and remembers it when quiescing was asked for', () => {
		const { flags, xml } = plan(domain(true, DISK), none, { quiesce: true });
		expect(flags).toBe(16 | 128 | 64);
		expect(xml).toContain('text\n[quiesced]');
	});

	it('is internal for a stopped VM, where there is nothing to freeze', () => {
		const { flags, xml } = plan(domain(false, DISK), none, { quiesce: true, memory: true });
		expect(flags).toBe(0);
		expect(xml).not.toContain('quiesced');
	});

	it('keeps to external ones for a stopped VM that has some, or that has another format', () => {
		expect(plan(domain(false, DISK), { ...none, external: true }).flags).toBe(16 | 128);
		expect(plan(domain(false, DISK, RAW)).flags).toBe(16 | 128);
	});

	it.each([
		['memory beside external ones', true, { internal: false, external: true }, { memory: true }],
		['disk-only beside internal ones', true, { internal: true, external: false }, {}],
		['either where others have mixed them', false, { internal: true, external: true }, {}],
	])('refuses %s, since mixing has cost data', (_what, active, present, wishes) => {
		const act = () => plan(domain(active, DISK), present, wishes);
		expect(thrownBy(act)).toMatchObject({ code: 'CONFLICT', target });
		expect(act).toThrow(/web-01 has .* snapshots already/);
	});

	it('refuses quiescing together with memory', () => {
		expect(
			thrownBy(() => plan(domain(true, DISK), none, { memory: true, quiesce: true })),
		).toMatchObject({ code: 'UNSUPPORTED', option: 'quiesce' });
	});

	it('refuses memory with a raw disk, names the disk and tells the way out', () => {
		expect(thrownBy(() => plan(domain(true, DISK, RAW), none, { memory: true }))).toMatchObject({
			code: 'UNSUPPORTED',
			message: expect.stringContaining('vdb in format raw'),
			advice: expect.stringContaining('Turn off Include Memory'),
		});
	});

	it('refuses an overlay for a disk that is no file, but takes an internal one of it', () => {
		expect(() => plan(domain(true, DISK, BLOCK))).toThrow(/vdc on a block device/);
		expect(plan(domain(true, DISK, BLOCK), none, { memory: true }).flags).toBe(0);
	});
});

describe('the path of an overlay', () => {
	it.each([
		['/img/web.qcow2', '/img/web.s-vda'],
		['/img/web.older-vda', '/img/web.s-vda'],
		['/img/web', '/img/web.s-vda'],
		['/img/.hidden', '/img/.hidden.s-vda'],
		['/img.d/web 1; ü.raw', '/img.d/web 1; ü.s-vda'],
	])('beside %s is %s', (disk, overlay) => {
		expect(overlayPath(disk, 'vda', 's')).toBe(overlay);
	});

	it('fits a file name, counted in bytes', () => {
		const path = overlayPath(`/img/${'ü'.repeat(200)}.qcow2`, 'vda', 'n'.repeat(200));
		expect(Buffer.byteLength(path.slice(5))).toBeLessThanOrEqual(255);
	});

	it('holds nothing of a snapshot’s name that could lead elsewhere', () => {
		expect(overlayPath('/img/web.qcow2', 'vda', '../../etc/x y')).toBe('/img/web.-etc-x-y-vda');
	});
});
