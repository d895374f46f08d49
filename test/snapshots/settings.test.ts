import { memoryCapabilities } from '../../drivers/memory/capabilities';
import type { Capabilities } from '../../snapshots/capabilities';
import { readSettings, type Setting } from '../../snapshots/settings';
import { thrownBy } from '../support/thrownBy';

const SETTINGS: readonly Setting[] = [
	{ kind: 'switch', name: 'immutable', title: 'Immutable', description: '', default: false },
	{ kind: 'text', name: 'pool', title: 'Pool', description: '', default: 'main', placeholder: '' },
	{ kind: 'list', name: 'tags', title: 'Tags', description: '', placeholder: '' },
	{
		kind: 'choice',
		name: 'scope',
		title: 'Scope',
		description: '',
		default: 'data',
		choices: [
			{ value: 'data', title: 'Data' },
			{ value: 'all', title: 'All' },
		],
	},
];

const { vm } = memoryCapabilities().levels;
if (vm === undefined) throw new Error('The memory system has VMs');
const capabilities: Capabilities = { levels: { vm: { ...vm, settings: { create: SETTINGS } } } };
const system = { system: 'lab', capabilities };
const read = (given?: Record<string, unknown>, operation: 'create' | 'revert' = 'create') =>
	readSettings(system, { level: 'vm' }, operation, given);

describe('the settings of one system', () => {
	it('have their defaults where nothing is given', () => {
		expect(read()).toEqual({ immutable: false, pool: 'main', tags: [], scope: 'data' });
	});

	it('are what was given', () => {
		const given = { immutable: true, pool: ' fast ', tags: ['a', 'b'], scope: 'all' };

		expect(read(given)).toEqual({ ...given, pool: 'fast' });
	});

	it('are absent where the system offers none', () => {
		expect(read(undefined, 'revert')).toBeUndefined();
	});

	it.each([
		[{ immutable: 'yes' }, 'The setting immutable is not understood'],
		[{ scope: 'half' }, 'The setting scope is not understood: must be one of data, all'],
		[{ tags: 'a,b' }, 'The setting tags is not understood'],
		[{ imutable: true }, 'The setting imutable is not understood'],
	])('refuse %j, and name those that there are', (given, message) => {
		expect(thrownBy(() => read(given))).toMatchObject({
			code: 'INVALID_INPUT',
			message: expect.stringContaining(message),
			advice:
				'Settings here: Immutable (immutable), Pool (pool), Tags (tags), Scope (scope). Nothing was sent.',
		});
	});

	it('are refused where the system offers none, rather than dropped', () => {
		expect(thrownBy(() => read({ immutable: true }, 'revert'))).toMatchObject({
			code: 'INVALID_INPUT',
			advice: 'There are no settings here. Nothing was sent.',
		});
	});
});
