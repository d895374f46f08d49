import { newCertificate } from '../../support/certificate';
import { closeBenches, incusBench } from './bench';
import { failureOf, files, never, nightly, scripted } from './given';
import { refused, sync, TRUSTED, type Script } from './scriptedPort';

afterEach(closeBenches);

const INSTANCES = 300;
const SNAPSHOTS_EACH = 5;

describe('the inventory of 300 instances with 1,500 snapshots', () => {
	it('takes one request, and one for the pools that they lie on', async () => {
		const { simulator, inventory } = await incusBench();
		simulator.grow(INSTANCES, SNAPSHOTS_EACH);
		simulator.clearRequests();
		const found = await inventory('vm');
		expect(found).toHaveLength(INSTANCES);
		expect(found.flatMap(({ snapshots = [] }) => snapshots)).toHaveLength(
			INSTANCES * SNAPSHOTS_EACH,
		);
		expect(simulator.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
			'/1.0/instances?recursion=2&all-projects=true',
			'/1.0/storage-pools?recursion=1',
		]);
	}, 60_000);

	it('takes one more for a pool that goes back to the newest snapshot only', async () => {
		const { simulator, inventory } = await incusBench({ driver: 'zfs' });
		simulator.grow(100, 1);
		simulator.clearRequests();
		const [{ snapshots: [first] = [] } = {}] = await inventory('vm');
		expect(first?.revertOnlyWhenNewest).toContain('local is of the kind zfs');
		expect(simulator.count()).toBe(3);
	});

	it('takes one request alone when nobody wants the snapshots', async () => {
		const { simulator, inventory } = await incusBench();
		simulator.grow(INSTANCES, 0);
		simulator.clearRequests();
		expect(await inventory('vm', false)).toHaveLength(INSTANCES);
		expect(simulator.requests.map(({ query }) => query)).toEqual(['recursion=1&all-projects=true']);
	}, 60_000);
});

describe('projects', () => {
	it('are all listed where the credential names none, each instance by its own', async () => {
		const { simulator, inventory } = await incusBench();
		simulator.addInstance({ name: 'web', project: 'default' });
		simulator.addInstance({ name: 'web', project: 'lab', status: 'Stopped' });
		const found = (await inventory('vm')).map(({ target }) => [target.id, target.powerState]);
		expect(found.sort()).toEqual([
			['default/web', 'running'],
			['lab/web', 'stopped'],
		]);
	});

	it('that the certificate is not for are not seen, and what is in them is FORBIDDEN or gone', async () => {
		const who = newCertificate({ commonName: 'restricted', purpose: 'client' });
		const { simulator, inventory, find } = await incusBench({ who, project: 'lab' });
		simulator.trust(who.certificatePem, { projects: ['lab'] });
		simulator.addInstance({ name: 'web', project: 'lab' });
		simulator.addInstance({ name: 'db', project: 'default' });
		expect((await inventory('vm')).map(({ target }) => target.id)).toEqual(['lab/web']);
		const error = await failureOf(find('default/db'));
		expect(['FORBIDDEN', 'NOT_FOUND']).toContain(error.code);
	});
});

describe('what an instance tells', () => {
	it('is its kind, project, member and labels, and never a document of cloud-init', async () => {
		const { simulator, find } = await incusBench({ members: ['node-1', 'node-2'] });
		const config = {
			'user.backup': 'nightly',
			'user.user-data': '#cloud-config\npassword: secret',
			'user.network-config': 'version: 2',
			'user.note': 'two\nlines',
			'limits.cpu': '2',
		};
		simulator.addInstance({ name: 'web', type: 'container', config, location: 'node-2' });
		expect(await find('default/web')).toEqual({
			level: 'vm',
			id: 'default/web',
			name: 'web',
			powerState: 'running',
			tags: ['backup=nightly'],
			details: { type: 'container', project: 'default', member: 'node-2' },
		});
	});

	it.each([
		[102, false, 'stopped'],
		[102, true, 'suspended'],
		[103, false, 'running'],
		[110, false, 'paused'],
		[112, false, 'unknown'],
		[106, false, 'unknown'],
	])('with the number %i and its state kept: %s is %s', async (status_code, stateful, expected) => {
		const row = { name: 'web', status: '?', status_code, stateful };
		const { driver } = scripted(() => sync(row));
		const target = { level: 'vm', id: 'default/web', name: 'web' } as const;
		expect((await driver.readTarget(target, never())).powerState).toBe(expected);
	});
});

describe('the inventory of volumes', () => {
	const pool = (name: string, driver = 'btrfs') => ({ name, driver, config: {} });
	const snapshot = {
		name: 'files/nightly-1',
		created_at: '2026-11-22T02:00:00Z',
		expires_at: null,
	};
	const ask = async (script: Script, project?: string) => {
		const { port, driver } = scripted(script, { project });
		const found = [];
		const query = { level: 'volume', withSnapshots: true } as const;
		for await (const entry of driver.inventory(query, never())) found.push(entry);
		return { port, found };
	};

	it('takes one request a pool where the server brings their snapshots along', async () => {
		const { port, found } = await ask(({ path, query }) => {
			if (path === '/1.0') {
				return sync({
					auth: 'trusted',
					api_extensions: ['storage_volume_full', 'storage_volumes_all_projects'],
				});
			}
			if (path === '/1.0/storage-pools') return sync([pool('fast'), pool('slow', 'zfs')]);
			expect(query).toEqual({ recursion: '2', 'all-projects': 'true' });
			const isFast = path.includes('/fast/');
			return sync(isFast ? [{ name: 'files', project: 'default', snapshots: [snapshot] }] : []);
		});
		expect(found.map(({ target }) => target.id)).toEqual([files.id]);
		expect(found[0]?.snapshots).toEqual([nightly]);
		// Young snapshots may be in the making, which operations alone tell.
		expect(port.lines).toEqual([
			'GET /1.0/storage-pools',
			'GET /1.0',
			'GET /1.0/storage-pools/fast/volumes/custom',
			'GET /1.0/storage-pools/slow/volumes/custom',
			'GET /1.0/operations',
		]);
	});

	it('takes one more for each volume that has snapshots where it does not', async () => {
		const { port, found } = await ask(({ path }) => {
			if (path === '/1.0') return TRUSTED;
			if (path === '/1.0/storage-pools') return sync([pool('fast')]);
			if (path.endsWith('/custom')) {
				return sync([{ name: 'files' }, { name: 'files/nightly-1' }, { name: 'empty' }]);
			}
			return path.endsWith('/snapshots') ? sync([snapshot]) : sync({ name: 'files' });
		}, 'lab');
		expect(found.map(({ target, snapshots }) => [target.id, snapshots?.length])).toEqual([
			['lab/fast/files', 1],
			['lab/fast/empty', 0],
		]);
		expect(port.lines.filter((line) => line.includes('/empty'))).toEqual([]);
	});

	it('asks project by project where the server can’t list all, leaving out those that share', async () => {
		const { port } = await ask(({ path, query }) => {
			if (path === '/1.0') return TRUSTED;
			if (path === '/1.0/storage-pools') return sync([pool('fast')]);
			if (path === '/1.0/projects') {
				const sharing = { name: 'sharing', config: { 'features.storage.volumes': 'false' } };
				return sync([{ name: 'default' }, { name: 'lab', config: {} }, sharing]);
			}
			return query.project === 'sharing' ? refused(500, 'not to be asked') : sync([]);
		});
		const asked = port.seen.filter(({ path }) => path.endsWith('/custom'));
		expect(asked.map(({ query }) => query.project)).toEqual(['default', 'lab']);
	});
});
