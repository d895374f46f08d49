import { z } from 'zod';
import { PAGE_ROWS, VergeosClient } from '../../../drivers/vergeos/client';
import { equals } from '../../../drivers/vergeos/filter';
import { key, text } from '../../../drivers/vergeos/schema';
import { fakePort, type Answer, type Seen } from './fakePort';

const row = z.object({ $key: key, name: text });
const { signal } = new AbortController();
const clientOn = (answer: (request: Seen) => Answer | undefined) => {
	const port = fakePort(answer);
	return { port, client: new VergeosClient(port, { apiKey: 'k3y' }) };
};
const rowsOf = async (client: VergeosClient): Promise<readonly string[]> =>
	(await client.all('vms', row, { fields: ['$key', 'name'] }, signal)).map(({ $key }) => $key);

describe('the client', () => {
	it('proves an API key as bearer, and a user with a password by Basic in UTF-8', async () => {
		const port = fakePort(() => [200, []]);
		const both = { apiKey: 'k3y', username: 'u', password: 'p' };
		await new VergeosClient(port, both).all('vms', row, { fields: [] }, signal);
		const user = { username: 'Zoë', password: 'pä:ss' };
		await new VergeosClient(port, user).all('vms', row, { fields: [] }, signal);
		expect(port.seen.map(({ headers }) => headers.Authorization)).toEqual([
			'Bearer k3y',
			`Basic ${Buffer.from('Zoë:pä:ss', 'utf8').toString('base64')}`,
		]);
	});

	it('asks for fields by name, and sends filter and sort encoded', async () => {
		const { port, client } = clientOn(() => [200, []]);
		const selection = {
			fields: ['$key', 'a#b as c'],
			filter: equals('name', "it's"),
			sort: '+name',
		};
		await client.all('vms', row, selection, signal);
		expect(port.seen[0]?.query).toEqual({
			fields: '$key,a#b as c',
			filter: "(name eq 'it\\'s')",
			sort: '+name',
			limit: String(PAGE_ROWS),
			offset: '0',
		});
	});

	it('reads page after page until one is short, each row once', async () => {
		const total = 2 * PAGE_ROWS + 5;
		const { port, client } = clientOn(({ query }) => {
			// A row that was made meanwhile pushes the last one of each page onto the next.
			const from = Math.max(0, Number(query.offset) - Number(query.offset) / PAGE_ROWS);
			const length = Math.min(PAGE_ROWS, total - Number(query.offset));
			return [200, Array.from({ length }, (_, at) => ({ $key: from + at, name: 'x' }))];
		});
		const keys = await rowsOf(client);
		expect(port.seen.map(({ query }) => query.offset)).toEqual(['0', '1000', '2000']);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it.each<[string, unknown, string[]]>([
		['rows', [{ $key: 1 }, { $key: '2' }], ['1', '2']],
		['one bare row', { $key: 3 }, ['3']],
		['nothing', undefined, []],
	])('takes %s for the rows of a table', async (_shape, body, expected) => {
		expect(await rowsOf(clientOn(() => [200, body]).client)).toEqual(expected);
	});

	it.each<[string, unknown]>([
		['the key as text', { location: '/v4/vms/36', dbpath: 'vms/36', $row: 36, $key: '36' }],
		['the key as number', { $key: 36 }],
		['the row number', { $row: 36 }],
		['the place', { location: '/v4/vms/36' }],
	])('reads %s from a receipt', async (_shape, receipt) => {
		const { client } = clientOn(() => [201, receipt]);
		expect(await client.post('vms', {}, signal)).toBe('36');
	});

	it('takes a missing row for undefined when it looks, and for done when it deletes', async () => {
		const { client } = clientOn(() => [404, { err: 'gone' }]);
		expect(await client.find('vms', '1', row, [], signal)).toBeUndefined();
		await expect(client.delete('vms', '1', signal)).resolves.toBeUndefined();
	});

	it.each<[string, Answer, object]>([
		['a response', [200, { response: { vmkey: '52' } }], { vmkey: '52' }],
		['a task beside it', [201, { task: 7 }], { task: 7 }],
		['an empty object', [200, {}], {}],
		['nothing', [200], {}],
	])('understands %s as the answer to an action', async (_shape, answer, expected) => {
		const { client } = clientOn(() => answer);
		const action = { on: { vm: 5 }, action: 'clone' };
		expect(await client.act('vm_actions', action, signal)).toEqual(expected);
	});

	it('sends nothing once the signal is aborted', async () => {
		const { port, client } = clientOn(() => [200, []]);
		const reason = new Error('cancelled');
		const aborted = AbortSignal.abort(reason);
		await expect(client.post('vms', {}, aborted)).rejects.toBe(reason);
		expect(port.seen).toEqual([]);
	});

	it.each([429, 500, 502, 503])('sends a request that met status %i once only', async (status) => {
		const { port, client } = clientOn(() => [status, 'nope']);
		await expect(client.post('vms', {}, signal)).rejects.toThrow();
		await expect(rowsOf(client)).rejects.toThrow();
		expect(port.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
	});
});
