import { z } from 'zod';
import { elementsOf, textOf, xmlElement, type XmlElement } from '../../xml';
import type { Ref } from './request';

/** One element of an answer, before anybody knows what it is. */
export interface Value {
	/** Of its `xsi:type`, without prefix: what it is, where its place alone does not tell. */
	readonly kind: string | undefined;
	/** Of a reference: the type of the object that it names. */
	readonly refType: string | undefined;
	readonly text: string;
	/** By name, without prefix. Always lists: one element looks like a list of one. */
	readonly members: Readonly<Record<string, readonly Value[]>>;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

export function valueOf(element: XmlElement): Value {
	const members: Record<string, Value[]> = Object.create(null) as Record<string, Value[]>;
	for (const child of elementsOf(element)) {
		(members[localName(child.name)] ??= []).push(valueOf(child));
	}
	const kind = [...element.attributes].find(([name]) => /^\w+:type$/.test(name))?.[1];
	return {
		kind: kind === undefined ? undefined : localName(kind),
		refType: element.attributes.get('type'),
		text: textOf(element) ?? '',
		members,
	};
}

/** Back into an element, to be sent as it came. */
export function elementFrom(name: string, { kind, refType, text, members }: Value): XmlElement {
	const children = Object.entries(members).flatMap(([member, values]) =>
		values.map((value) => elementFrom(member, value)),
	);
	const attributes = {
		...(refType === undefined ? {} : { type: refType }),
		...(kind === undefined ? {} : { 'xsi:type': kind }),
	};
	return xmlElement(name, attributes, ...(children.length === 0 ? [text] : children));
}

export type Input<Output> = z.ZodType<Output, z.ZodTypeDef, unknown>;

export const text: Input<string> = z.object({ text: z.string() }).transform((value) => value.text);

export const flag: Input<boolean> = text
	.pipe(z.enum(['true', 'false', '1', '0']))
	.transform((word) => word === 'true' || word === '1');

export const whole: Input<number> = text.pipe(z.string().regex(/^-?\d{1,15}$/)).transform(Number);

/** ISO 8601; the servers send UTC. */
export const instant: Input<Date> = text
	.pipe(z.string().datetime({ offset: true }))
	.transform((written) => new Date(written));

export const reference: Input<Ref> = z
	.object({ refType: z.string().min(1), text: z.string().trim().min(1) })
	.transform(({ refType, text: value }) => ({ type: refType, value }));

/** VMware's own simulator writes an empty one for none. */
export const referenceIfAny: Input<Ref | undefined> = z.union([
	z.object({ text: z.literal('') }).transform(() => undefined),
	reference,
]);

/** As it came, for whoever looks at its kind. */
export const anything: Input<Value> = z.custom<Value>(
	(value) => typeof value === 'object' && value !== null && 'members' in value,
);

/** The members that are named; others are passed over. */
export const record = <Shape extends z.ZodRawShape>(
	shape: Shape,
): Input<z.output<z.ZodObject<Shape>>> =>
	z
		.object({ members: z.object(shape) })
		.transform(({ members }) => members as z.output<z.ZodObject<Shape>>);

/** How often a member is there. */
export const one = <Output>(schema: Input<Output>): Input<Output> =>
	z.tuple([schema]).transform(([value]) => value);

export const maybe = <Output>(schema: Input<Output>): Input<Output | undefined> =>
	z
		.array(schema)
		.max(1)
		.optional()
		.transform((values) => values?.[0]);

export const many = <Output>(schema: Input<Output>): Input<Output[]> => z.array(schema).default([]);
