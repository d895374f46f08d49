import type { IDataObject, INode } from 'n8n-workflow';
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { createProperties } from '../../nodes/CreateSnapshot/properties';
import { readOrder as readCreate } from '../../nodes/CreateSnapshot/readOrder';
import { pruneProperties } from '../../nodes/PruneByRetention/properties';
import { readOrder as readPrune } from '../../nodes/PruneByRetention/readOrder';
import { restoreProperties } from '../../nodes/RestoreAsNewVm/properties';
import { readOrder as readRestore } from '../../nodes/RestoreAsNewVm/readOrder';
import { readPatience, readParallel } from '../../nodes/shared/readOptions';
import { ItemParameters } from '../../nodes/shared/readParameters';
import { readSnapshotChoice } from '../../nodes/shared/readSnapshot';
import { readFilter, readTargets } from '../../nodes/shared/readTargets';
import { SnapshotError } from '../../snapshots/errors';
import { EVERYTHING } from '../../snapshots/selection/targetFilter';

const node = { name: 'Create Snapshot', id: '1', type: 'x', typeVersion: 1 } as INode;

/** The parameters of one item, without an engine. What is not given is hidden, and has no value. */
function parametersOf(
	given: IDataObject,
	properties = createProperties,
	json: IDataObject = {},
): ItemParameters {
	const values: IDataObject = { system: 'libvirt', ...given };
	const context: Partial<IExecuteFunctions> = {
		getNodeParameter: ((name: string, _index: number, fallback: unknown) =>
			values[name] ?? fallback) as IExecuteFunctions['getNodeParameter'],
		getInputData: () => [{ json }],
		getNode: () => node,
		getTimezone: () => 'Europe/Berlin',
		getExecutionId: () => '1001',
		evaluateExpression: () => 0,
	};
	return new ItemParameters(context as IExecuteFunctions, 0, properties);
}

function refusalOf(read: () => unknown): string {
	try {
		read();
	} catch (error) {
		if (error instanceof SnapshotError && error.code === 'INVALID_INPUT') return error.message;
		throw error;
	}
	throw new NodeOperationError(node, 'It was not refused');
}

const targets = (given: IDataObject, json?: IDataObject) => () =>
	readTargets(parametersOf(given, createProperties, json), { allowEmptyFilter: false });
const onDemand = {
	orderMode: 'onDemand',
	memory: false,
	quiesce: 'prefer',
	keepFor: 0,
	keepForUnit: 'days',
};
const create = (given: IDataObject, json?: IDataObject) => () =>
	readCreate(parametersOf({ ...onDemand, ...given }, createProperties, json));
const prune = (given: IDataObject) => () =>
	readPrune(
		parametersOf(
			{ orderMode: 'onDemand', profileName: 'P', keepLast: 1, minimum: 1, preview: true, ...given },
			pruneProperties,
		),
	);
const target = { level: 'vm', id: 'a', name: 'web-01' };

describe('a parameter that can’t be meant is refused under its name in the editor', () => {
	it.each<[string, () => unknown, string]>([
		[
			'no VM',
			targets({ targetMode: 'one', target: { mode: 'list', value: '' } }),
			'VM must not be empty',
		],
		[
			'a blank VM',
			targets({ targetMode: 'one', target: { mode: 'name', value: '  ' } }),
			'VM must not be empty',
		],
		['no filter', targets({ targetMode: 'filter', filter: {} }), 'Filter has no condition'],
		[
			'blank filter',
			targets({ targetMode: 'filter', filter: { names: ' , ' } }),
			'Filter has no condition',
		],
		[
			'a state that is none',
			targets({ targetMode: 'filter', filter: { powerStates: ['melted'] } }),
			'Power States must be one of running, stopped, paused, suspended, unknown',
		],
		[
			'an expression that is none',
			targets({ targetMode: 'filter', filter: { expressions: '^web\n(' } }),
			'Name Expressions can’t be understood: (',
		],
		['an unknown system', targets({ system: 'vax' }), 'There is no system "vax"'],
		[
			'an item without a VM',
			targets({ targetMode: 'input' }),
			'Input item field system is missing; Input item field target is missing',
		],
		[
			'an item of another system',
			targets({ targetMode: 'input' }, { system: 'proxmox', target }),
			'web-01 comes from proxmox, but System is set to libvirt (KVM/QEMU)',
		],
		[
			'a negative wait',
			() => readPatience(parametersOf({ options: { waitWhileLockedMinutes: -1 } })),
			'Wait While Locked must be 0 or more',
		],
		[
			'no time at all',
			() => readPatience(parametersOf({ options: { timeLimitMinutes: 0 } })),
			'Time Limit must be 1 or more',
		],
		[
			'a text for a time',
			() => readPatience(parametersOf({ options: { timeLimitMinutes: 'long' } })),
			'Time Limit must be a number',
		],
		[
			'no lane',
			() => readParallel(parametersOf({ options: { parallelTargets: 0 } })),
			'Parallel VMs must be 1 or more',
		],
		[
			'too many lanes',
			() => readParallel(parametersOf({ options: { parallelTargets: 33 } })),
			'Parallel VMs must be 32 or less',
		],
		[
			'half a lane',
			() => readParallel(parametersOf({ options: { parallelTargets: 1.5 } })),
			'Parallel VMs must be a whole number',
		],
		['negative keeping', create({ keepFor: -1 }), 'Keep For must be 0 or more'],
		['an empty run key', create({ options: { runKey: '' } }), 'Run Key must not be empty'],
		[
			'an empty profile',
			create({ options: { profileName: ' ' } }),
			'Profile Name must not be empty',
		],
		[
			'an endless profile',
			create({ options: { profileName: 'x'.repeat(65) } }),
			'Profile Name must not be longer than 64',
		],
		[
			'an item that is no due period',
			create({ orderMode: 'fromProfile' }, { some: 'thing' }),
			'Input item field profile is missing; Input item field period is missing; Input item field scheduledAt is missing',
		],
		['half a snapshot', prune({ keepLast: 1.5 }), 'Keep Last must be a whole number'],
		['a floor of none', prune({ minimum: 0 }), 'Keep at Least must be 1 or more'],
		['no profile', prune({ profileName: '' }), 'Profile Name must not be empty'],
		[
			'a new VM without a name',
			() =>
				readRestore(
					parametersOf(
						{
							snapshotMode: 'newestManaged',
							newName: ' ',
							connectNetwork: false,
							powerOn: false,
						},
						restoreProperties,
					),
				),
			'New Name must not be empty',
		],
		[
			'no snapshot',
			() =>
				readSnapshotChoice(
					parametersOf(
						{ snapshotMode: 'choose', snapshot: { mode: 'list', value: '' } },
						restoreProperties,
					),
				),
			'Snapshot must not be empty',
		],
		[
			'an item without a snapshot',
			() => readSnapshotChoice(parametersOf({ snapshotMode: 'input' }, restoreProperties)),
			'Input item field snapshot is missing',
		],
	])('%s', (_what, read, message) => {
		expect(refusalOf(read)).toBe(message);
	});
});

describe('the filter', () => {
	it('takes several entries by commas, or a list out of an expression', () => {
		const filter = { names: ' web-*, ,db-0? ', tags: ['a', ' b '] };

		expect(readFilter(parametersOf({ filter }))).toEqual({
			...EVERYTHING,
			names: ['web-*', 'db-0?'],
			tags: ['a', 'b'],
		});
	});

	it('takes one regular expression from each line, commas and all', () => {
		const filter = { expressions: '^web-[0-9]{1,2}$\n\n^db', excludeExpressions: 'test$' };

		expect(readFilter(parametersOf({ filter }))).toEqual({
			...EVERYTHING,
			expressions: ['^web-[0-9]{1,2}$', '^db'],
			exclude: { ...EVERYTHING.exclude, expressions: ['test$'] },
		});
	});

	it('means all VMs when * says so', () => {
		expect(targets({ targetMode: 'filter', filter: { names: '*' } })).not.toThrow();
	});
});

describe('options that nobody added', () => {
	it('have their defaults', () => {
		const parameters = parametersOf({ options: {} });

		expect(readPatience(parameters)).toEqual({
			waitWhileLockedSeconds: 600,
			timeLimitSeconds: 3600,
		});
		expect(readParallel(parameters)).toBe(4);
	});
});

describe('a VM that is chosen', () => {
	it.each(['list', 'id'])('%s: is addressed by its ID', (mode) => {
		const { selection } = targets({ targetMode: 'one', target: { mode, value: 'uuid-1' } })();

		expect(selection).toEqual({
			mode: 'ref',
			target: { level: 'vm', id: 'uuid-1', name: 'uuid-1' },
		});
	});

	it('by name: is looked for', () => {
		const { selection } = targets({ targetMode: 'one', target: { mode: 'name', value: 'web' } })();

		expect(selection).toEqual({ mode: 'name', level: 'vm', name: 'web' });
	});
});
