import './quietEngine';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	createRunExecutionData,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { nodeTypes } from './nodeTypes';

export interface NodeRun {
	readonly status: string;
	/** What the run as a whole failed with, as n8n shows it. */
	readonly error?: { readonly message: string; readonly description?: string | null };
	/** By output: the first is the main one, the second the error output if there is one. */
	readonly outputs: readonly INodeExecutionData[][];
	readonly hints: readonly NodeExecutionHint[];
}

export interface NodeRunOptions {
	readonly type: string;
	readonly parameters: IDataObject;
	readonly items?: readonly IDataObject[];
	/** Settings such as `onError` and `retryOnFail`. */
	readonly settings?: Partial<INode>;
	readonly executionId?: string;
	/** Gets the means to cancel, as the button in the editor does. */
	readonly onStart?: (cancel: () => void) => void;
}

const NAME = 'The Node';

/** Runs one node of this package in n8n's own engine, with the items before it. */
export async function runNode(options: NodeRunOptions): Promise<NodeRun> {
	const { type, parameters, items = [{}], settings = {} } = options;
	const nodes: INode[] = [
		node('Start', 'test.start', {}),
		{ ...node(NAME, `n8n-nodes-vm-snapshots.${type}`, parameters), ...settings },
	];
	const run = await runWorkflow(nodes, { Start: mainTo(NAME) }, items, options);
	const { error, runData } = run.data.resultData;
	const [last] = (runData[NAME] ?? []).slice(-1);
	return {
		status: run.status,
		error,
		outputs: (last?.data?.main ?? []).map((output) => output ?? []),
		hints: last?.hints ?? [],
	};
}

export const mainTo = (...names: readonly string[]): IConnections[string] => ({
	main: [names.map((name) => ({ node: name, type: NodeConnectionTypes.Main, index: 0 }))],
});

export const node = (name: string, type: string, parameters: IDataObject): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: parameters as INode['parameters'],
	credentials: { libvirtSshApi: { id: '1', name: 'Lab' } },
});

/** Runs a workflow from its first node, which hands on the items. */
export async function runWorkflow(
	nodes: INode[],
	connections: IConnections,
	items: readonly IDataObject[] = [{}],
	{ executionId = '1001', onStart }: Pick<NodeRunOptions, 'executionId' | 'onStart'> = {},
): Promise<IRun> {
	const workflow = new Workflow({
		id: 'workflow-1',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' },
		connections,
		nodes,
	});
	const [first] = nodes;
	if (first === undefined) throw new Error('A workflow needs a node');
	const data = { main: [items.map((json) => ({ json }))] };
	const execution = new WorkflowExecute(
		additionalData(executionId),
		'manual',
		createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node: first, data, source: null }] },
		}),
	);
	const running = execution.processRunExecutionData(workflow);
	onStart?.(() => running.cancel());
	return await running;
}

export type { INodeType };

/** As n8n's server would give it; expressions refuse to run without real URLs. */
export function additionalData(executionId: string): IWorkflowExecuteAdditionalData {
	const host = 'http://localhost';
	const data: Partial<IWorkflowExecuteAdditionalData> & Record<string, unknown> = {
		hooks: new ExecutionLifecycleHooks('manual', executionId, { id: 'workflow-1' } as never),
		executionId,
		credentialsHelper: {
			getDecrypted: async () => ({ host: 'kvm-01', port: 22 }),
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
		} as never,
		instanceBaseUrl: `${host}/`,
		restApiUrl: `${host}/rest`,
		webhookBaseUrl: `${host}/webhook`,
		webhookTestBaseUrl: `${host}/webhook-test`,
		webhookWaitingBaseUrl: `${host}/webhook-waiting`,
		formWaitingBaseUrl: `${host}/form-waiting`,
		variables: {},
		logAiEvent: () => undefined,
		externalSecretsProxy: {} as never,
	};
	return data as IWorkflowExecuteAdditionalData;
}
