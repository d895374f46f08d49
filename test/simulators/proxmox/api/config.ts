import { createHash } from 'node:crypto';
import { existing } from '../model/deleting';
import { Die, sortedTags, type Guest } from '../model/entities';
import { assertFileFree, assertUnlocked, type World } from '../model/world';
import { PveError, unfitParameters } from '../server/pveError';
import { begin, guestOf, type ApiRequest, type Endpoints } from './endpoint';
import { DNS_NAME_TEXT, FLAG, optional, SNAPSHOT_NAME, TEXT, type Parameters } from './parameters';

const CONFIG = '/nodes/{node}/{type}/{vmid}/config';

const numbered = (name: string, count: number): Parameters =>
	Object.fromEntries(
		Array.from({ length: count }, (_each, place) => [`${name}${place}`, optional(TEXT)]),
	);

/** What people and this kind of client change; the real list is longer. */
const changes = (nameKey: string): Parameters => ({
	...numbered('net', 8),
	...numbered('scsi', 4),
	...numbered('mp', 4),
	[nameKey]: optional(DNS_NAME_TEXT),
	...Object.fromEntries(
		['description', 'tags', 'memory', 'cores', 'onboot', 'agent', 'protection', 'lock'].map(
			(name) => [name, optional(TEXT)],
		),
	),
	delete: optional(TEXT),
	digest: optional({ type: 'string', maxLength: 40 }),
	skiplock: FLAG,
});

export const configEndpoints: Endpoints = {
	[`GET ${CONFIG}`]: {
		demands: (access, { vmid }) => access.demand(`/vms/${vmid}`, 'VM.Audit'),
		parameters: { current: FLAG, snapshot: optional(SNAPSHOT_NAME) },
		answer: (request) => {
			const guest = guestOf(request);
			const name = request.values.text('snapshot');
			if (name === undefined) return configAnswer(request.world, guest);
			return { ...existing(guest, name).config, digest: digestOf(guest) };
		},
	},
	[`PUT ${CONFIG}`]: {
		parameters: (type) => changes(type === 'qemu' ? 'name' : 'hostname'),
		answer: (request) => {
			changeOf(request, guestOf(request))();
			return null;
		},
	},
	[`POST ${CONFIG}`]: {
		parameters: (type) => changes(type === 'qemu' ? 'name' : 'hostname'),
		answer: (request) => {
			const guest = guestOf(request);
			const change = changeOf(request, guest);
			return begin(request, guest, {
				type: 'qmconfig',
				seconds: 0,
				begin: change,
				finish: () => {},
			});
		},
	},
};

export function configAnswer({ quirks }: World, guest: Guest): object {
	const { config, lock, parent } = guest;
	const { description } = config;
	return {
		...config,
		...(description === undefined
			? {}
			: { description: `${description}${quirks.descriptionNewline ? '\n' : ''}` }),
		...(lock === undefined ? {} : { lock }),
		...(parent === undefined ? {} : { parent }),
		digest: digestOf(guest),
	};
}

export const digestOf = ({ config, lock, parent, snapshots }: Guest): string =>
	createHash('sha1')
		.update(JSON.stringify([config, lock, parent, [...snapshots.keys()]]))
		.digest('hex');

/** As the file has it. */
function written(name: string, value: string): string | number {
	if (name === 'tags') return sortedTags(value);
	return NUMBERS.has(name) ? Number(value) : value;
}

const NUMBERS = new Set(['cores', 'onboot', 'protection']);
const NOT_CONFIG = new Set(['node', 'type', 'vmid', 'delete', 'digest', 'skiplock']);

/** Looks at what is asked for, and tells what does it. */
function changeOf({ access, values }: ApiRequest, guest: Guest): () => void {
	const skipsLock = values.flag('skiplock') ?? false;
	if (skipsLock && !access.isRoot) {
		throw unfitParameters({ skiplock: 'Only root may use this option.' });
	}
	const gone = (values.text('delete') ?? '').split(/[,;\s]+/).filter((name) => name !== '');
	const set = values.names.filter((name) => !NOT_CONFIG.has(name));
	if (gone.length + set.length === 0) throw new PveError(400, 'no options specified\n');
	for (const name of [...gone, ...set]) access.demand(`/vms/${guest.vmid}`, privilegeFor(name));
	const digest = values.text('digest');
	return () => {
		if (digest !== undefined && digest !== digestOf(guest)) {
			throw new Die('detected modified configuration - file changed by other user? Try again.');
		}
		assertFileFree(guest);
		if (!skipsLock) assertUnlocked(guest);
		for (const name of gone) delete guest.config[name];
		for (const name of set) {
			const value = values.required(name);
			guest.config[name] = written(name, value);
		}
		if (gone.includes('lock')) delete guest.lock;
	};
}

const privilegeFor = (name: string): 'VM.Config.Network' | 'VM.Config.Options' =>
	/^net\d+$/.test(name) ? 'VM.Config.Network' : 'VM.Config.Options';
