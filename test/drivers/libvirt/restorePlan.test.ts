import { thrownBy } from '../../support/thrownBy';
import { planCopies } from '../../../drivers/libvirt/restorePlan';
import { readSnapshotXml } from '../../../drivers/libvirt/snapshotXml';
import type { Target } from '../../../snapshots/model';

const target: Target = { level: 'vm', id: 'u', name: 'web-01', powerState: 'running', tags: [] };

const snapshot = (mode: string, disk: string, devices = '', memory = 'no') =>
	readSnapshotXml(
		`<domainsnapshot><name>s</name><creationTime>1</creationTime><memory snapshot='${memory}'/>` +
			`<disks><disk name='vda' snapshot='${mode}'/></disks>` +
			`<domain><name>web-01</name><devices>${disk}${devices}</devices></domain></domainsnapshot>`,
	);
const disk = (inside = '', type = 'file', source = `file='/img/web.raw'`) =>
	`<disk type='${type}' device='disk'><driver type='raw'/><source ${source}/><target dev='vda'/>${inside}</disk>`;

describe('the plan of a copy', () => {
	it('takes an internal snapshot out of the disk that the snapshot names', () => {
		const { copies } = planCopies(target, snapshot('internal', disk()), 'neu ü/1', 'abcd');
		expect(copies).toEqual([
			{
				target: 'vda',
				from: '/img/web.raw',
				format: 'raw',
				internalSnapshot: 's',
				to: '/img/neu-1-vda-abcd.qcow2',
			},
		]);
	});

	it('takes the whole backing file of an external snapshot', () => {
		const [copy] = planCopies(target, snapshot('external', disk()), 'neu', 'abcd').copies;
		expect(copy).toMatchObject({ from: '/img/web.raw', internalSnapshot: undefined });
	});

	it('leaves CD-ROMs alone', () => {
		const cdrom = `<disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>`;
		const { copies } = planCopies(target, snapshot('external', disk(), cdrom), 'neu', 'abcd');
		expect(copies.map((copy) => copy.target)).toEqual(['vda']);
	});

	it.each([
		['a disk that others write too', snapshot('external', disk('<shareable/>')), 'is shared'],
		['an encrypted disk', snapshot('external', disk('<encryption/>')), 'is encrypted'],
		['a disk that was left out', snapshot('no', disk()), 'is not part of the snapshot'],
		[
			'a network disk',
			snapshot('internal', disk('', 'network', `name='x'`)),
			'is not an image file',
		],
		[
			'a block device',
			snapshot('internal', disk('', 'block', `dev='/dev/x'`)),
			'is not an image file',
		],
		[
			'a relative path',
			snapshot('internal', disk('', 'file', `file='x.img'`)),
			'is not an image file',
		],
		[
			'memory in a file',
			snapshot(
				'internal',
				disk(),
				'<memory model="nvdimm"><source><path>/x</path></source></memory>',
			),
			'memory that is kept in a file',
		],
	])('refuses %s', (_what, from, message) => {
		expect(thrownBy(() => planCopies(target, from, 'neu', 'abcd'))).toMatchObject({
			code: 'UNSUPPORTED',
			message: expect.stringContaining(message),
		});
	});

	it('refuses a snapshot that holds no configuration', () => {
		const old = readSnapshotXml(
			`<domainsnapshot><name>s</name><creationTime>1</creationTime><domain><name>x</name></domain></domainsnapshot>`,
		);
		expect(() => planCopies(target, old, 'neu', 'abcd')).toThrow(/holds no configuration/);
	});
});
