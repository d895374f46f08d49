import type { Element } from '../wire/element';
import {
	data,
	flag,
	many,
	one,
	oneOfTypes,
	optional,
	reference,
	some,
	text,
	whole,
	type Read,
	type Reader,
} from '../wire/readers';

/** Either the name of a traversal that stands elsewhere, or a traversal. */
export interface Selection {
	readonly name: string | undefined;
	readonly traversal:
		| {
				readonly type: string;
				readonly path: string;
				readonly skip: boolean;
				readonly selectSet: readonly Selection[];
		  }
		| undefined;
}

const selectionSpec: Reader<Selection> = {
	type: 'SelectionSpec',
	read: (element) => {
		const { name } = data('SelectionSpec', { name: optional(text) }).read(element);
		return { name, traversal: undefined };
	},
};

const traversalSpec: Reader<Selection> = {
	type: 'TraversalSpec',
	read: (element) => {
		const { name, type, path, skip, selectSet } = data('TraversalSpec', {
			name: optional(text),
			type: one(text),
			path: one(text),
			skip: optional(flag),
			selectSet: many(selection),
		}).read(element);
		return { name, traversal: { type, path, skip: skip ?? false, selectSet } };
	},
};

/** Without `xsi:type` it is a `SelectionSpec`, to which the elements of a `TraversalSpec` are unknown. */
const selection: Reader<Selection> = {
	type: 'SelectionSpec',
	read: (element: Element) =>
		oneOfTypes('SelectionSpec', [selectionSpec, traversalSpec]).read(element),
};

const propertySpec = data('PropertySpec', {
	type: one(text),
	all: optional(flag),
	pathSet: many(text),
});

const objectSpec = data('ObjectSpec', {
	obj: one(reference),
	skip: optional(flag),
	selectSet: many(selection),
});

const FILTER = {
	propSet: some(propertySpec),
	objectSet: some(objectSpec),
	reportMissingObjectsInResults: optional(flag),
} as const;

export const propertyFilterSpec = data('PropertyFilterSpec', FILTER);
export type PropertyFilterSpec = Read<typeof FILTER>;

export const retrieveOptions = data('RetrieveOptions', { maxObjects: optional(whole) });
export const waitOptions = data('WaitOptions', {
	maxWaitSeconds: optional(whole),
	maxObjectUpdates: optional(whole),
});
