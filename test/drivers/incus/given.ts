import { incusDriver } from '../../../drivers/incus/driver';
import { readIdentity } from '../../../drivers/incus/identity';
import type { IncusLogin } from '../../../drivers/incus/login';
import type { CreateRequest, SnapshotDriver } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { SnapshotError } from '../../../snapshots/errors';
import { rejectionOf } from '../../support/thrownBy';
import { newCertificate } from '../../support/certificate';
import { pollingClock } from '../../support/pollingClock';
import { scriptedPort, sync, type Answer, type Script, type ScriptedPort } from './scriptedPort';

const { certificatePem: certificate, keyPem: key } = newCertificate({
	commonName: 'n8n',
	purpose: 'client',
});
export const identity = readIdentity({ certificate, key, passphrase: '' });
export const byCertificate: IncusLogin = { by: 'certificate', identity };

export const web: Target = {
	level: 'vm',
	id: 'default/web',
	name: 'web',
	powerState: 'running',
	tags: [],
	details: { type: 'container', project: 'default', member: null },
};

export const files: Target = {
	level: 'volume',
	id: 'default/fast/files',
	name: 'files',
	powerState: 'none',
	tags: [],
};

export const order = (overrides: Partial<CreateRequest> = {}): CreateRequest => ({
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
	...overrides,
});

export const snapshotRow = (overrides: Record<string, unknown> = {}): object => ({
	name: 'nightly-1',
	created_at: '2026-11-22T02:00:00Z',
	expires_at: '0001-01-01T00:00:00Z',
	stateful: false,
	size: -1,
	profiles: ['default'],
	devices: {},
	expanded_devices: {},
	...overrides,
});

export const nightly: SystemSnapshot = {
	id: 'nightly-1',
	name: 'nightly-1',
	description: '',
	createdAt: new Date('2026-11-22T02:00:00Z'),
	current: false,
	consistency: 'crash',
	state: 'ready',
};

export const instanceRow = (overrides: Record<string, unknown> = {}): object => ({
	name: 'web',
	project: 'default',
	type: 'container',
	status: 'Running',
	status_code: 103,
	location: 'none',
	config: {},
	expanded_config: {},
	devices: {},
	expanded_devices: { root: { type: 'disk', path: '/', pool: 'fast' } },
	...overrides,
});

export const never = (): AbortSignal => new AbortController().signal;

export interface Scripted {
	readonly port: ScriptedPort;
	readonly driver: SnapshotDriver;
}

interface Given {
	readonly login?: IncusLogin;
	readonly project?: string;
	/** What runs on the server. Default: nothing. */
	readonly operations?: Answer;
}

/** The driver on a server that answers as told, on a clock whose pauses pass at once. */
export function scripted(
	script: Script,
	{ login = byCertificate, project, operations = sync({}) }: Given = {},
): Scripted {
	const port = scriptedPort((request) =>
		request.path === '/1.0/operations' ? operations : script(request),
	);
	const clock = pollingClock('2026-11-22T03:00:00.000Z');
	return { port, driver: incusDriver(port, { login, project }, clock) };
}

/** What a call failed with, which must be one of ours. */
export async function failureOf(call: Promise<unknown>): Promise<SnapshotError> {
	const error = await rejectionOf(call);
	if (error instanceof SnapshotError) return error;
	throw error;
}
