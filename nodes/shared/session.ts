import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from './clock';
import { Connections } from './connections';

/** Gives work its connections, and closes them in all cases. */
export async function withConnections<T>(
	context: IExecuteFunctions,
	work: (connections: Connections, signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const connections = new Connections(context, clock, signal);
	try {
		return await work(connections, signal);
	} finally {
		await connections.close();
	}
}
