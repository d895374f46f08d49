import './quietEngine';
import 'reflect-metadata';
import { CredentialTestContext } from 'n8n-core';
import { getRequestHelperFunctions } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helpers';
import { Workflow, type ICredentialTestFunctions, type RequestHelperFunctions } from 'n8n-workflow';
import { additionalData, node } from './engine';
import { nodeTypes } from './nodeTypes';

/** What n8n itself gives a node at run time. */
export function nodeHelpers(): RequestHelperFunctions {
	const one = node('The Node', 'n8n-nodes-vm-snapshots.listSnapshots', {});
	const workflow = new Workflow({ active: false, nodeTypes, connections: {}, nodes: [one] });
	return getRequestHelperFunctions(workflow, one, additionalData('1'));
}

/** What n8n itself gives the test button of a credential. */
export const credentialTestHelpers = (): ICredentialTestFunctions['helpers'] =>
	new CredentialTestContext().helpers;
