import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { runNode, type NodeRun } from './support/engine';
import { newLab } from './support/memoryLab';
import { matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

beforeEach(async () => {
	newLab();
	for (const name of ['web-01', 'db-01']) {
		await runNode({ type: 'createSnapshot', parameters: one(name) });
	}
});

const list = async (options: IDataObject): Promise<NodeRun> =>
	await runNode({ type: 'listSnapshots', parameters: { ...matching({ names: '*' }), options } });

const picturesIn = ({ outputs }: NodeRun): (INodeExecutionData['binary'] | undefined)[] =>
	(outputs[0] ?? []).map(({ binary }) => binary);

/** As n8n keeps it in memory: base 64. */
const contentOf = (binary: INodeExecutionData['binary']): Buffer =>
	Buffer.from(binary?.picture?.data ?? '', 'base64');

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

describe('List Snapshots draws', () => {
	it('nothing unless asked', async () => {
		expect(picturesIn(await list({}))).toEqual([undefined, undefined]);
	});

	it('one timeline of all VMs, with the first item, as PNG that programs show', async () => {
		const [first, second] = picturesIn(await list({ picture: 'timeline' }));

		expect(second).toBeUndefined();
		expect(first?.picture).toMatchObject({ mimeType: 'image/png', fileName: 'snapshots.png' });
		expect(contentOf(first).subarray(0, 8)).toEqual(PNG_SIGNATURE);
	}, 60_000);

	it('a tree of each VM, with its own first item, as SVG', async () => {
		const options = { picture: 'tree', pictureFormat: 'svg', pictureTheme: 'dark' };
		const pictures = picturesIn(await list(options));

		expect(pictures.map((binary) => binary?.picture?.fileName)).toEqual([
			'snapshots of db-01.svg',
			'snapshots of web-01.svg',
		]);
		const [ofDb] = pictures.map((binary) => contentOf(binary).toString('utf8'));
		expect(ofDb).toMatch(/^<svg/);
		expect(ofDb).toContain('db-01');
		expect(ofDb).not.toContain('web-01');
	});

	it('the timeline also where the first VM has no snapshot', async () => {
		const { outputs } = await list({ picture: 'timeline', pictureFormat: 'svg' });

		expect(contentOf(outputs[0]?.[0]?.binary).toString('utf8')).toContain('web-02');
	});
});
