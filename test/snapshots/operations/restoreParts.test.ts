import type { Capabilities } from '../../../snapshots/capabilities';
import type { Connection } from '../../../snapshots/connection';
import type { Part, RestoreRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { Target } from '../../../snapshots/model';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { restoreAsNew } from '../../../snapshots/operations/restoreAsNew';
import { restoreParts, type RestorePartsOrder } from '../../../snapshots/operations/restoreParts';
import { rejectionOf } from '../../support/thrownBy';
import { PATIENCE, onDemand, operationsBench } from '../../support/bench';

const PARTS: readonly Part[] = [
	{ level: 'vm', id: '11', name: 'mail-01' },
	{ level: 'vm', id: '12', name: 'mail-02' },
	{ level: 'vm', id: '13', name: 'wiki' },
];

/** The memory system, whose snapshots of web-01 now hold three whole VMs. */
async function bench() {
	const { on, driver } = operationsBench();
	const asked: RestoreRequest[] = [];
	const { vm } = driver.capabilities.levels;
	if (vm === undefined) throw new Error('The memory system has VMs');
	const capabilities: Capabilities = { levels: { vm: { ...vm, parts: ['vm'] } } };
	const holding: Connection['driver'] = Object.create(driver, {
		capabilities: { value: capabilities },
		snapshotParts: { value: async () => PARTS },
		restoreAsNew: {
			value: async (...[target, snapshot, request, signal]: RestoreArguments) => {
				asked.push(request);
				if (request.part?.name === 'mail-02') {
					throw new SnapshotError('QUOTA', 'No room for mail-02', { system: 'memory' });
				}
				return await driver.restoreAsNew(target, snapshot, request, signal);
			},
		},
	});
	const target = driver.controls.target('vm-1');
	const connection = { ...on, driver: holding };
	await createSnapshot(connection, target, onDemand('run'));
	const order = (given: Partial<RestorePartsOrder>): RestorePartsOrder => ({
		snapshot: { by: 'newestManaged' },
		parts: { level: 'vm', by: 'name', value: ['mail-01'] },
		newName: 'restored',
		connectNetwork: false,
		powerOn: false,
		patience: PATIENCE,
		...given,
	});
	const restore = async (given: Partial<RestorePartsOrder>) =>
		await restoreParts(connection, target, order(given));
	return { connection, target, order, restore, asked };
}
type RestoreArguments = Parameters<Connection['driver']['restoreAsNew']>;

const newTargetOf = (outcome: object | undefined): Target | undefined =>
	outcome !== undefined && 'newTarget' in outcome ? (outcome.newTarget as Target) : undefined;

describe('restoring parts of a snapshot', () => {
	it('brings back the one that is named, under the new name', async () => {
		const { restore, asked } = await bench();

		const outcomes = await restore({});

		expect(outcomes).toHaveLength(1);
		expect(newTargetOf(outcomes[0])).toMatchObject({ name: 'restored', powerState: 'stopped' });
		expect(asked).toMatchObject([{ part: PARTS[0], name: 'restored', connectNetwork: false }]);
	});

	it('brings back the one of an id', async () => {
		const { restore, asked } = await bench();

		await restore({ parts: { level: 'vm', by: 'id', value: '13' } });

		expect(asked).toMatchObject([{ part: PARTS[2] }]);
	});

	it('names each of several after itself, and tells which of them failed', async () => {
		const { restore } = await bench();
		const parts = { level: 'vm', by: 'name', value: ['mail-*', 'wiki'] } as const;

		const outcomes = await restore({ parts, newName: '*-restored' });

		expect(outcomes.map(newTargetOf).map((made) => made?.name)).toEqual([
			'mail-01-restored',
			undefined,
			'wiki-restored',
		]);
		expect(outcomes[1]).toMatchObject({ action: 'kept', failure: { code: 'QUOTA' } });
	});

	it('refuses one new name for several before any is made', async () => {
		const { restore, asked } = await bench();
		const parts = { level: 'vm', by: 'name', value: ['mail-*'] } as const;

		expect(await rejectionOf(restore({ parts }))).toMatchObject({
			code: 'INVALID_INPUT',
			message: 'mail-01 and mail-02 would both be restored as restored',
		});
		expect(asked).toEqual([]);
	});

	it('says what the snapshot holds when nothing matches', async () => {
		const { restore } = await bench();
		const parts = { level: 'vm', by: 'name', value: ['db-*'] } as const;

		expect(await rejectionOf(restore({ parts }))).toMatchObject({
			code: 'NOT_FOUND',
			advice: 'It holds mail-01, mail-02, wiki.',
		});
	});

	it('refuses a level that the snapshots do not hold', async () => {
		const { restore } = await bench();
		const parts = { level: 'tenant', by: 'id', value: '1' } as const;

		expect(await rejectionOf(restore({ parts }))).toMatchObject({
			code: 'INVALID_INPUT',
			advice: 'It gives back VMs. Nothing was sent.',
		});
	});

	it('is the only way: the whole is never brought back', async () => {
		const { connection, target, order } = await bench();

		expect(await rejectionOf(restoreAsNew(connection, target, order({})))).toMatchObject({
			code: 'INVALID_INPUT',
			message: 'A snapshot of web-01 is brought back part by part, never whole',
		});
	});
});
