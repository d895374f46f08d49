import { proxmoxDriver } from '../../../drivers/proxmox/driver';
import type { ProxmoxLogin } from '../../../drivers/proxmox/login';
import type { Clock } from '../../../snapshots/clock';
import type { SnapshotDriver } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { pollingClock } from '../../support/pollingClock';
import { rejectionOf } from '../../support/thrownBy';
import { fakePort, type Answer, type FakePort, type Seen } from './fakePort';

export const TOKEN: ProxmoxLogin = {
	tokenId: 'n8n@pve!nightly',
	tokenSecret: 's3cret-0f-the-token',
};

export const UPID = 'UPID:pve1:0003B2C1:00F1A2B3:6721A0F4:qmsnapshot:100:n8n@pve!nightly:';

export const web: Target = {
	level: 'vm',
	id: '100',
	name: 'web-01',
	powerState: 'running',
	tags: ['prod'],
	details: { type: 'qemu', node: 'pve1', pool: null },
};

const GUEST = '/nodes/pve1/qemu/100';

/** What the API answers, by `METHOD /path`; a function for what changes from call to call. */
export type Answers = Readonly<Record<string, Answer | ((request: Seen) => Answer | undefined)>>;

export const data = (value: unknown): Answer => [200, { data: value }];
export const died = (message: string): Answer => [500, { data: null, message: `${message}\n` }];
export const stopped = (exitstatus: string): Answer => data({ status: 'stopped', exitstatus });

export const snapshotRow = (name: string, more: object = {}): object => ({
	name,
	snaptime: 1_763_769_832,
	vmstate: 0,
	description: '',
	...more,
});

/** A VM `web-01` that runs on `pve1` without snapshots, whose tasks succeed at once. */
const USUAL: Answers = {
	'GET /cluster/resources': data([
		{ vmid: 100, node: 'pve1', type: 'qemu', status: 'running', name: 'web-01', tags: 'prod' },
	]),
	'GET /storage': data([{ storage: 'local-lvm', type: 'lvmthin' }]),
	[`GET ${GUEST}/status/current`]: data({
		status: 'running',
		qmpstatus: 'running',
		name: 'web-01',
		agent: 1,
	}),
	[`GET ${GUEST}/snapshot`]: data([{ name: 'current', running: 1, digest: 'x' }]),
	[`POST ${GUEST}/snapshot`]: data(UPID),
	[`GET /nodes/pve1/tasks/${UPID}/status`]: stopped('OK'),
	[`GET /nodes/pve1/tasks/${UPID}/log`]: data([{ n: 1, t: 'TASK OK' }]),
	[`PUT ${GUEST}/snapshot/nightly-1/config`]: data(null),
};

export interface FakeCluster {
	readonly port: FakePort;
	readonly driver: SnapshotDriver;
	readonly clock: Clock;
}

export function fakeCluster(answers: Answers = {}, login: ProxmoxLogin = TOKEN): FakeCluster {
	const all = { ...USUAL, ...answers };
	const port = fakePort((request) => {
		const answer = all[`${request.method} ${request.path}`];
		return typeof answer === 'function' ? answer(request) : answer;
	});
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	return { port, driver: proxmoxDriver(port, login, clock), clock };
}

export const { signal } = new AbortController();

export const request = { name: 'nightly-1', description: 'text', memory: false, quiesce: false };

/** The snapshot of `snapshotRow` as the driver reads it. */
export const snapshotNamed = (name: string): SystemSnapshot => ({
	id: name,
	name,
	description: '',
	createdAt: new Date(1_763_769_832_000),
	current: true,
	consistency: 'crash',
	state: 'ready',
});

export async function refusalOf(work: Promise<unknown>): Promise<SnapshotError> {
	const error = await rejectionOf(work);
	if (!(error instanceof SnapshotError)) throw error;
	expect(error.advice.trim()).not.toBe('');
	return error;
}
