import { goTime } from '../model/time';
import type { Operation, OperationStatus } from '../model/operations';

const CODES: Readonly<Record<OperationStatus, number>> = {
	Running: 103,
	Success: 200,
	Failure: 400,
	Cancelled: 401,
};

export const operationUrl = ({ id }: Operation): string => `/1.0/operations/${id}`;

export const operationView = (operation: Operation, mayCancel = false): unknown => ({
	id: operation.id,
	class: 'task',
	description: operation.description,
	created_at: goTime(operation.createdAt),
	updated_at: goTime(operation.updatedAt),
	status: operation.status,
	status_code: CODES[operation.status],
	resources: operation.resources,
	metadata: null,
	may_cancel: mayCancel && operation.status === 'Running',
	err: operation.err,
	location: operation.location,
});
