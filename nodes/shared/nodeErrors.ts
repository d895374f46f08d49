import { NodeApiError, NodeOperationError, type INode, type NodeError } from 'n8n-workflow';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import { plainText } from '../../snapshots/plainText';
import { escapeHtml } from './remoteText';

export type ShownError = NodeApiError | NodeOperationError;

/** Who has to act: whoever built the workflow, or whoever looks after the system. */
const SIDE: Readonly<Record<ErrorCode, 'workflow' | 'system'>> = {
	AUTH: 'system',
	FORBIDDEN: 'system',
	UNREACHABLE: 'system',
	TLS: 'system',
	NOT_FOUND: 'workflow',
	AMBIGUOUS: 'workflow',
	BUSY: 'system',
	CONFLICT: 'workflow',
	NO_POLICY: 'workflow',
	UNSUPPORTED: 'workflow',
	INVALID_INPUT: 'workflow',
	TASK_FAILED: 'system',
	TIMEOUT: 'system',
	CANCELLED: 'workflow',
	QUOTA: 'system',
	INVALID_RESPONSE: 'system',
};

/** What n8n shows: what happened to which VM, and what to do next. Nothing is swallowed. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): ShownError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof SnapshotError) return fromSnapshotError(node, error, itemIndex);
	const cause = error instanceof Error ? error : new Error(String(error));
	const shown = new NodeOperationError(node, cause, { itemIndex });
	return saying(shown, cause.message);
}

function fromSnapshotError(node: INode, error: SnapshotError, itemIndex?: number): ShownError {
	const description = escapeHtml(plainText(error.advice));
	const { code, system, retryable } = error;
	if (SIDE[code] === 'workflow') {
		const shown = new NodeOperationError(node, error, { description, itemIndex });
		shown.context.data = { code, system, retryable };
		if (code === 'CANCELLED') markCancelled(shown);
		return saying(shown, error.message);
	}
	const shown = new NodeApiError(node, {}, { message: error.message, description, itemIndex });
	shown.cause = error;
	shown.context.data = { code, system, retryable };
	return saying(shown, error.message);
}

/**
 * n8n's constructors put a stock sentence in the place of any message that holds, somewhere in some word, the
 * name of an errno: `dEEPERMind-01` would lose its name. So the message is set once more afterwards.
 */
export function saying<E extends NodeError>(shown: E, message: string): E {
	shown.message = plainText(message);
	shown.messages = [];
	return shown;
}

const CANCELLED = 'ExecutionCancelledError';

/** n8n tells a run that was cancelled from one that failed by the name of its error. */
export function markCancelled(shown: NodeError): void {
	shown.name = CANCELLED;
}

export const isCancelled = ({ name }: NodeError): boolean => name === CANCELLED;
