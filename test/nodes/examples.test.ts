import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type IConnections, type IDataObject, type INode } from 'n8n-workflow';
import { OWN_NODES } from '../n8n/support/nodeTypes';
import { activate } from './triggerHarness';

jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./triggerHarness'));

interface Example {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
}

const folder = join(__dirname, '../../examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string): Example =>
	JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example;

const OWN = 'n8n-nodes-vm-snapshots.';
/** Nodes of n8n itself that the examples use, with the versions that they were made for. */
const BUILT_IN: Readonly<Record<string, number>> = {
	'n8n-nodes-base.code': 2,
	'n8n-nodes-base.if': 2.2,
	'n8n-nodes-base.limit': 1,
	'n8n-nodes-base.manualTrigger': 1,
	'n8n-nodes-base.markdown': 1,
	'n8n-nodes-base.noOp': 1,
	'n8n-nodes-base.scheduleTrigger': 1.2,
	'n8n-nodes-base.set': 3.4,
	'n8n-nodes-base.stickyNote': 1,
	'n8n-nodes-base.wait': 1.1,
};

it('are numbered without a gap', () => {
	expect(files.map((file) => Number(file.slice(0, 2)))).toEqual(files.map((_file, at) => at + 1));
});

describe.each(files)('%s', (file) => {
	const { name, nodes, connections, ...rest } = read(file);

	it('holds nothing of the n8n it was made in', () => {
		expect(name).not.toBe('');
		expect(rest).toEqual({ settings: { executionOrder: 'v1' } });
		for (const node of nodes) {
			expect(node).not.toHaveProperty('credentials');
			expect(node).not.toHaveProperty('webhookId');
		}
	});

	it('uses only nodes that exist', () => {
		for (const { type, typeVersion } of nodes) {
			const own = OWN_NODES.find(({ description }) => `${OWN}${description.name}` === type);
			expect([type, own?.description.version ?? BUILT_IN[type]]).toEqual([type, typeVersion]);
		}
	});

	it('sets only parameters that exist, to values that they take', () => {
		for (const node of nodes.filter(({ type }) => type.startsWith(OWN))) {
			const description = OWN_NODES.find(
				(one) => `${OWN}${one.description.name}` === node.type,
			)?.description;
			const properties = description?.properties ?? [];
			const filled = NodeHelpers.getNodeParameters(
				properties,
				node.parameters,
				true,
				false,
				node,
				description ?? null,
			);
			const known = new Set(Object.keys(filled ?? {}));

			expect(Object.keys(node.parameters).filter((key) => !known.has(key))).toEqual([]);
			const issues = NodeHelpers.getNodeParametersIssues(
				properties,
				{ ...node, parameters: filled ?? {} },
				description ?? null,
			);
			expect(issues).toBeNull();
		}
	});

	it('schedules only what the trigger takes', () => {
		const triggers = nodes.filter(({ type }) => type === `${OWN}snapshotScheduleTrigger`);
		for (const { parameters } of triggers) {
			expect(() => activate(parameters as IDataObject, '2026-11-22T12:00:00Z')).not.toThrow();
		}
	});

	it('connects nodes that are there', () => {
		const names = new Set(nodes.map((node) => node.name));
		const targets = Object.values(connections).flatMap(({ main = [] }) =>
			main.flatMap((output) => output?.map(({ node }) => node) ?? []),
		);

		expect([...Object.keys(connections), ...targets].filter((one) => !names.has(one))).toEqual([]);
	});
});
