import type { ErrorCode } from '../../../snapshots/errors';
import type { Grant, Privilege } from '../../simulators/proxmox';
import { closeBenches, proxmoxBench, type ProxmoxBench } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

const SECRET = '11111111-2222-4333-8444-555555555555';

/** The two roles of the documentation page. */
const SNAPSHOTS: readonly Privilege[] = ['VM.Audit', 'VM.Snapshot', 'VM.PowerMgmt'];
const RESTORE: readonly Privilege[] = ['VM.Clone', 'VM.Allocate', 'VM.Config.Network'];

const grantsOf = (vms: readonly Privilege[]): readonly Grant[] => [
	{ path: '/vms', privileges: vms },
	{ path: '/storage', privileges: ['Datastore.Audit', 'Datastore.AllocateSpace'] },
	{ path: '/sdn/zones/localnetwork', privileges: ['SDN.Use'] },
];

interface Account {
	readonly user: readonly Grant[];
	/** Its own, where it has privilege separation. */
	readonly token?: readonly Grant[];
}

const benchFor = async ({ user, token }: Account): Promise<ProxmoxBench> =>
	await proxmoxBench({
		login: (simulator) => {
			const id = 'n8n@pve!nightly';
			simulator.addUser({ id: 'n8n@pve', password: 'x', grants: user });
			simulator.addToken({
				id,
				secret: SECRET,
				privilegeSeparated: token !== undefined,
				grants: token,
			});
			return { tokenId: id, tokenSecret: SECRET };
		},
	});

async function everything(bench: ProxmoxBench, withRestore: boolean): Promise<void> {
	const { driver, cancel } = bench;
	const target = await bench.target('web-01');
	const snapshot = await bench.take(target, 'nightly-1', { quiesce: true });
	expect(snapshot.consistency).toBe('quiesced');
	await driver.updateSnapshot?.(target, snapshot, { description: 'x' }, cancel.signal);
	if (withRestore) {
		const request = { name: 'copy-01', connectNetwork: false, powerOn: true };
		await driver.restoreAsNew(target, snapshot, request, cancel.signal);
	}
	await driver.revertToSnapshot(target, snapshot, { power: 'running' }, cancel.signal);
	await driver.deleteSnapshot(target, snapshot, cancel.signal);
	expect((await driver.describeSystem(cancel.signal)).version).toMatch(/Proxmox VE 9/);
}

describe('the rights that the documentation page lists', () => {
	it('are enough for snapshots', async () => {
		const grants = [
			{ path: '/vms', privileges: SNAPSHOTS },
			{ path: '/storage', privileges: ['Datastore.Audit'] },
		] as const;
		await everything(await benchFor({ user: grants }), false);
		await everything(await benchFor({ user: grants, token: grants }), false);
	});

	it('are enough for new VMs', async () => {
		await everything(await benchFor({ user: grantsOf([...SNAPSHOTS, ...RESTORE]) }), true);
	});

	it.each<[Privilege, ErrorCode]>([
		['VM.Snapshot', 'FORBIDDEN'],
		['VM.PowerMgmt', 'FORBIDDEN'],
		['VM.Clone', 'FORBIDDEN'],
		['VM.Allocate', 'FORBIDDEN'],
		['VM.Config.Network', 'FORBIDDEN'],
	])('are all needed: without %s something is %s, with its name', async (missing, code) => {
		const rest = [...SNAPSHOTS, ...RESTORE].filter((privilege) => privilege !== missing);
		const bench = await benchFor({ user: grantsOf(rest) });
		const error = await refusalOf(everything(bench, true));
		expect(error.code).toBe(code);
		expect(error.message).toContain(missing);
		expect(error.message).toMatch(/on \/vms\/10\d/);
	});
});

it('a token without rights of its own is told so wherever it would see nothing', async () => {
	const bench = await benchFor({ user: grantsOf(SNAPSHOTS), token: [] });
	const { driver, cancel } = bench;
	expect((await refusalOf(driver.describeSystem(cancel.signal))).code).toBe('FORBIDDEN');
	const list = async () => {
		const query = { level: 'vm', withSnapshots: true } as const;
		for await (const entry of driver.inventory(query, cancel.signal)) expect(entry).toBeUndefined();
	};
	const error = await refusalOf(list());
	expect(error.code).toBe('FORBIDDEN');
	expect(error.advice).toMatch(/privilege separation/);
	const missing = await refusalOf(bench.target('web-01'));
	expect(missing.code).toBe('NOT_FOUND');
	expect(missing.advice).toMatch(/VM\.Audit/);
});

it('a token on ZFS without Datastore.Audit still knows that only the newest can be reverted to', async () => {
	const bench = await proxmoxBench({
		storages: [{ name: 'local-zfs', driver: 'zfspool' }],
		login: (simulator) => {
			const grants = [{ path: '/vms', privileges: SNAPSHOTS }] as const;
			simulator.addUser({ id: 'n8n@pve', password: 'x', grants });
			simulator.addToken({ id: 'n8n@pve!z', secret: SECRET, privilegeSeparated: false });
			return { tokenId: 'n8n@pve!z', tokenSecret: SECRET };
		},
	});
	const made = await bench.take(await bench.target('web-01'));
	expect(made.revertOnlyWhenNewest).toMatch(/ZFS/);
});
