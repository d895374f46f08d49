import { z } from 'zod';
import { isFault, objectIn, VimFault } from './soap/answer';
import {
	data,
	dataOf,
	flag,
	reference,
	text,
	whole,
	type Parameter,
	type Ref,
} from './soap/request';
import * as wire from './soap/value';
import type { Input, Value } from './soap/value';
import type { Session, VsphereClient } from './client';

/** What is asked of one type of objects: its properties by their paths, and what they must look like. */
export interface Wanted<Output> {
	readonly type: string;
	readonly paths: readonly string[];
	readonly schema: Input<Output>;
}

export const wanted = <Shape extends z.ZodRawShape>(
	type: string,
	shape: Shape,
): Wanted<z.output<z.ZodObject<Shape>>> => ({
	type,
	paths: Object.keys(shape),
	schema: z.object(shape),
});

/** One object as the server told it. What is unset is absent, and so is what may not be read. */
export interface Found {
	readonly ref: Ref;
	readonly values: Readonly<Record<string, Value>>;
	readonly missing: readonly { readonly path: string; readonly fault: Value | undefined }[];
}

const { one, maybe, many, record, anything } = wire;

const object = record({
	obj: one(wire.reference),
	propSet: many(record({ name: one(wire.text), val: one(anything) })),
	missingSet: many(
		record({ path: one(wire.text), fault: one(record({ fault: maybe(anything) })) }),
	),
}).transform(({ obj, propSet, missingSet }): Found => ({
	ref: obj,
	values: Object.fromEntries(propSet.map(({ name, val }) => [name, val])),
	missing: missingSet.map(({ path, fault: { fault } }) => ({ path, fault })),
}));

const page = record({ token: maybe(wire.text), objects: many(anything) });

const foundIn = (unread: Value, address: string): Found => object.parse(objectIn(unread, address));

/** None at all when there is nothing to tell. */
const pageIn = ([answer]: readonly Value[]): z.output<typeof page> =>
	answer === undefined ? { token: undefined, objects: [] } : page.parse(answer);

const propSet = ({ type, paths }: Wanted<unknown>): Parameter =>
	data(
		'propSet',
		text('type', type),
		flag('all', false),
		...paths.map((path) => text('pathSet', path)),
	);

/** An object as a type of ours. Throws `NoPermission` for what is needed and may not be read. */
export function decoded<Output>(
	{ values, missing }: Found,
	{ schema }: Wanted<Output>,
	address: string,
): Output {
	const read = schema.safeParse(values);
	if (read.success) return read.data;
	const denied = missing.find(({ path }) => path === read.error.issues[0]?.path[0]);
	if (denied?.fault?.kind === undefined) throw read.error;
	throw new VimFault(
		denied.fault.kind,
		`${denied.path} may not be read`,
		address,
		denied.fault.members,
	);
}

/** One object, in one request. Throws `ManagedObjectNotFound` when it is not there. */
export async function read<Output>(
	client: VsphereClient,
	ref: Ref,
	what: Wanted<Output>,
	signal: AbortSignal,
): Promise<Output> {
	const answer = await client.call(
		{
			method: 'RetrievePropertiesEx',
			on: client.content.propertyCollector,
			parameters: [
				data(
					'specSet',
					propSet(what),
					data('objectSet', reference('obj', ref), flag('skip', false)),
				),
				data('options'),
			],
		},
		signal,
	);
	const [unread] = pageIn(answer).objects;
	const found =
		unread === undefined ? { ref, values: {}, missing: [] } : foundIn(unread, client.address);
	return decoded(found, what, client.address);
}

/** Objects of one page. Of VMs with their snapshots, that is about a megabyte. */
export const PAGE_OBJECTS = 500;

/**
 * Streams all objects of the given types. A view and its pages live in one session: when that ends, all begins
 * anew in the next one, and what was told already is not told again.
 */
export async function* objectsOf(
	client: VsphereClient,
	whats: readonly Wanted<unknown>[],
	signal: AbortSignal,
): AsyncGenerator<Found> {
	const seen = new Set<string>();
	for (let isRenewed = false; ; isRenewed = true) {
		const session = await client.session(signal);
		try {
			for await (const found of objectsIn(client, session, whats, signal)) {
				const { type, value } = found.ref;
				if (seen.size !== seen.add(`${type}:${value}`).size) yield found;
			}
			return;
		} catch (error) {
			if (isRenewed || !isFault(error, 'NotAuthenticated')) throw error;
		}
	}
}

/** The next page is on its way while one is read. */
async function* objectsIn(
	client: VsphereClient,
	session: Session,
	whats: readonly Wanted<unknown>[],
	signal: AbortSignal,
): AsyncGenerator<Found> {
	const view = await createView(client, session, whats, signal);
	const ask = async (method: string, parameters: readonly Parameter[]) => {
		const on = client.content.propertyCollector;
		return pageIn(await client.callIn(session, { method, on, parameters }, signal));
	};
	try {
		let coming = ask('RetrievePropertiesEx', [
			data('specSet', ...whats.map(propSet), contentsOf(view)),
			data('options', whole('maxObjects', PAGE_OBJECTS)),
		]);
		for (;;) {
			const { token, objects } = await coming;
			if (token !== undefined) {
				coming = ask('ContinueRetrievePropertiesEx', [text('token', token)]);
				coming.catch(() => undefined); // awaited in its turn, or not at all when the reader stops
			}
			for (const unread of objects) yield foundIn(unread, client.address);
			if (token === undefined) return;
		}
	} finally {
		client.giveBack(session, { method: 'DestroyView', on: view });
	}
}

async function createView(
	client: VsphereClient,
	session: Session,
	whats: readonly Wanted<unknown>[],
	signal: AbortSignal,
): Promise<Ref> {
	const { viewManager, rootFolder } = client.content;
	const parameters = [
		reference('container', rootFolder),
		...whats.map(({ type }) => text('type', type)),
		flag('recursive', true),
	];
	const call = { method: 'CreateContainerView', on: viewManager, parameters };
	return wire.reference.parse((await client.callIn(session, call, signal))[0]);
}

const contentsOf = (view: Ref): Parameter =>
	data(
		'objectSet',
		reference('obj', view),
		flag('skip', true),
		dataOf(
			'selectSet',
			'TraversalSpec',
			text('name', 'view'),
			text('type', view.type),
			text('path', 'view'),
			flag('skip', false),
		),
	);
