import type { Element, Node } from './xml';

/** Shorthand to build, read and change element trees. */
export const el = (
	name: string,
	attributes: Readonly<Record<string, string | undefined>> = {},
	...children: readonly (Node | undefined)[]
): Element => ({
	name,
	attributes: Object.fromEntries(
		Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
	),
	children: children.filter((child): child is Node => child !== undefined && child !== ''),
});

export const elements = (parent: Element | undefined, name?: string): Element[] =>
	(parent?.children ?? []).filter(
		(child): child is Element =>
			typeof child !== 'string' && (name === undefined || child.name === name),
	);

/** Follows child names; the first of each. */
export function find(parent: Element | undefined, ...path: readonly string[]): Element | undefined {
	return path.reduce<Element | undefined>((from, name) => elements(from, name)[0], parent);
}

export const textOf = (element: Element | undefined): string | undefined =>
	element?.children.filter((child) => typeof child === 'string').join('');

export const clone = (element: Element): Element => ({
	name: element.name,
	attributes: { ...element.attributes },
	children: element.children.map((child) => (typeof child === 'string' ? child : clone(child))),
});

export const renamed = (element: Element, name: string): Element => ({ ...clone(element), name });

export function removeChildren(parent: Element, ...names: readonly string[]): void {
	parent.children = parent.children.filter(
		(child) => typeof child === 'string' || !names.includes(child.name),
	);
}

/** Puts a child where libvirt prints it: right behind the last of the named siblings, else first. */
export function insertAfter(parent: Element, siblings: readonly string[], child: Element): void {
	const at = parent.children.findLastIndex(
		(node) => typeof node !== 'string' && siblings.includes(node.name),
	);
	parent.children.splice(at + 1, 0, child);
}
