import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { IncusApi } from '../../credentials/IncusApi.credentials';
import { LibvirtSshApi } from '../../credentials/LibvirtSshApi.credentials';
import { ProxmoxApi } from '../../credentials/ProxmoxApi.credentials';
import { VergeosApi } from '../../credentials/VergeosApi.credentials';
import { VprotectApi } from '../../credentials/VprotectApi.credentials';
import { VsphereApi } from '../../credentials/VsphereApi.credentials';
import { testNameOf } from '../../nodes/shared/credentialTest';
import { systemCredentials } from '../../nodes/shared/parameters/system';
import { SYSTEMS } from '../../nodes/shared/systems';
import manifest from '../../package.json';
import { OWN_NODES } from '../n8n/support/nodeTypes';

const CREDENTIALS = [
	new LibvirtSshApi(),
	new IncusApi(),
	new ProxmoxApi(),
	new VprotectApi(),
	new VergeosApi(),
	new VsphereApi(),
];
const root = join(__dirname, '../..');
const descriptions = OWN_NODES.map(({ description }): [string, INodeTypeDescription] => [
	description.displayName,
	description,
]);
const actions = descriptions.filter(([, { name }]) => !name.endsWith('Trigger'));
const classNameOf = (type: INodeType): string => type.constructor.name;

/** Every parameter, with those inside of collections. */
const allOf = (properties: readonly INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [
		property,
		...allOf(
			(property.options ?? []).flatMap((option) => {
				if ('values' in option) return option.values;
				return 'displayName' in option ? [option] : [];
			}),
		),
	]);

describe('the package', () => {
	it('registers exactly the nodes that there are', () => {
		const expected = OWN_NODES.map(classNameOf).map((name) => `dist/nodes/${name}/${name}.node.js`);

		expect([...manifest.n8n.nodes].sort()).toEqual(expected.sort());
	});

	it('has a codex with documentation for each node, without which n8n drops it', () => {
		for (const type of OWN_NODES) {
			const name = classNameOf(type);
			const codex = jest.requireActual<{ node: string; resources: object; categories: string[] }>(
				join(root, `nodes/${name}/${name}.node.json`),
			);

			expect(codex.node).toBe(`${manifest.name}.${type.description.name}`);
			expect(codex.resources).toHaveProperty('primaryDocumentation');
			expect(codex.categories).toEqual(['Development', 'Utility']);
		}
	});

	it('has a light and a dark icon for each node and credential', () => {
		const icons = (folder: string) =>
			readdirSync(join(root, folder)).filter((file) => file.endsWith('.svg'));

		for (const type of OWN_NODES) expect(icons(`nodes/${classNameOf(type)}`)).toHaveLength(2);
		for (const file of CREDENTIALS.flatMap(({ icon }) => Object.values(icon))) {
			expect(existsSync(join(root, 'credentials', file.replace('file:', '')))).toBe(true);
		}
	});
});

describe('the list of systems', () => {
	it('is all that people can choose from', () => {
		for (const [, { properties }] of actions) {
			const system = properties.find(({ name }) => name === 'system');

			expect(system?.options).toEqual([
				{ name: 'libvirt (KVM/QEMU)', value: 'libvirt' },
				{ name: 'Incus and LXD', value: 'incus' },
				{ name: 'Proxmox VE', value: 'proxmox' },
				{ name: 'Storware vProtect', value: 'vprotect' },
				{ name: 'VergeOS', value: 'vergeos' },
				{ name: 'VMware vSphere', value: 'vsphere' },
			]);
		}
	});

	it('is shown first, then the credential of the one that is chosen, then its levels', () => {
		for (const [, { properties, credentials = [] }] of actions) {
			const shown = properties
				.filter(({ type, name }) => type !== 'hidden' && name !== 'operation')
				.slice(0, 3);

			expect(shown.map(({ name, type }) => [name, type])).toEqual([
				['system', 'options'],
				['credential', 'credentials'],
				['level', 'options'],
			]);
			// n8n's editor hides a parameter that credentials depend on by its bare name.
			expect(
				credentials.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})),
			).toEqual(SYSTEMS.map(() => '/system'));
		}
	});

	it('leads each node to a credential of this package', () => {
		expect(systemCredentials.map(({ name }) => name)).toEqual(
			SYSTEMS.map(({ credential }) => credential),
		);
		expect(CREDENTIALS.map(({ name }) => name)).toEqual(
			SYSTEMS.map(({ credential }) => credential),
		);
		expect(manifest.n8n.credentials).toEqual(
			CREDENTIALS.map(({ constructor }) => `dist/credentials/${constructor.name}.credentials.js`),
		);
		for (const [, { credentials = [] }] of actions) {
			expect(credentials.map(({ testedBy: _testedBy, ...rest }) => rest)).toEqual(
				systemCredentials,
			);
		}
	});

	it('has its credentials tested by List Snapshots alone', () => {
		const testers = OWN_NODES.filter(({ description }) =>
			description.credentials?.some(({ testedBy }) => testedBy !== undefined),
		);

		expect(testers.map(({ description }) => description.name)).toEqual(['listSnapshots']);
		expect(Object.keys(testers[0]?.methods?.credentialTest ?? {})).toEqual(SYSTEMS.map(testNameOf));
		expect(testers[0]?.description.credentials?.map(({ testedBy }) => testedBy)).toEqual(
			SYSTEMS.map(testNameOf),
		);
	});
});

describe.each(descriptions)('%s', (_name, description) => {
	const parameters = allOf(description.properties);
	const names = new Set(parameters.map(({ name }) => name));

	it('shows and hides parameters by parameters that it has', () => {
		const conditions = parameters.flatMap(({ displayOptions }) => [
			...Object.keys(displayOptions?.show ?? {}),
			...Object.keys(displayOptions?.hide ?? {}),
		]);

		// A slash leads from within a collection to the node's own parameters.
		const asked = conditions.map((name) => name.replace(/^\//, ''));
		expect(asked.filter((name) => !names.has(name))).toEqual([]);
	});

	it('shows no parameter by one that comes after it, which n8n would take for not chosen yet', () => {
		const { properties } = description;
		const first = (name: string) => properties.findIndex((one) => one.name === name);
		const early = properties.filter(({ displayOptions }, at) =>
			Object.keys({ ...displayOptions?.show, ...displayOptions?.hide }).some(
				(name) => first(name) > at,
			),
		);

		expect(early.map(({ name }) => name)).toEqual([]);
	});

	it('has a default among its options wherever it offers options', () => {
		for (const { name, type, options = [], default: preset } of parameters) {
			if (type !== 'options') continue;
			const values = options.map((option) => ('value' in option ? option.value : undefined));

			expect([name, values.includes(preset as string)]).toEqual([name, true]);
		}
	});

	it('has the lists that its locators search', () => {
		const type = OWN_NODES.find((one) => one.description === description);
		const searches = parameters
			.flatMap(({ modes = [] }) => modes)
			.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);

		for (const search of searches) expect(type?.methods?.listSearch).toHaveProperty(search);
	});

	it('forgets what was chosen when it would mean another thing', () => {
		for (const { name, typeOptions } of parameters) {
			const asked = ['system', 'level', ...(name === 'part' ? ['partLevel'] : [])];
			if (!['target', 'snapshot', 'part'].includes(name)) continue;

			expect([name, typeOptions?.loadOptionsDependsOn]).toEqual([name, asked]);
		}
	});

	it('comes without issues in its parameters when it is new, but for what must be chosen', () => {
		const node = { typeVersion: 1, parameters: {} } as INode;
		const filled = NodeHelpers.getNodeParameters(
			description.properties,
			{},
			true,
			false,
			node,
			description,
		);
		const issues = NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...node, parameters: filled ?? {} },
			description,
		);

		const asked = Object.keys(issues?.parameters ?? {});
		const toChoose = ['target', 'snapshot', 'newName', 'holdBy', 'holdReason'];
		expect(asked.filter((name) => !toChoose.includes(name))).toEqual([]);
	});
});

it('calls the same thing by the same name in every node', () => {
	const labels = new Map<string, Set<string>>();
	for (const [, { properties }] of actions) {
		const shared = properties.filter(({ name }) => name !== 'settings');
		for (const { name, displayName, type } of allOf(shared)) {
			if (type === 'notice') continue;
			labels.set(name, (labels.get(name) ?? new Set()).add(displayName));
		}
	}
	const twofold = [...labels].filter(([, displayNames]) => displayNames.size > 1);

	// These speak of VMs, volumes or tenants, as the level says.
	expect(twofold.map(([name]) => name)).toEqual(['targetMode', 'target', 'part']);
});
