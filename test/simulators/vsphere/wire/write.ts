import type { Fields, List, Value } from './values';
import { escapeAttribute, escapeText } from './xmlText';

type Attributes = Readonly<Record<string, string | undefined>>;

export function element(name: string, attributes: Attributes, content: string): string {
	const written = Object.entries(attributes)
		.filter((entry): entry is [string, string] => entry[1] !== undefined)
		.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
	return `<${name}${written.join('')}>${content}</${name}>`;
}

/** Where the schema names the type. A list is as many elements; undefined is none. */
export function write(name: string, value: Value | undefined): string {
	switch (value?.kind) {
		case undefined:
			return '';
		case 'list':
			return value.items.map((item) => write(name, item)).join('');
		case 'ref':
			return element(name, { type: value.type }, escapeText(value.value));
		case 'scalar':
			return element(name, {}, escapeText(value.text));
		case 'any':
			return writeAny(name, value.value);
		case 'data': {
			const type = value.polymorphic ? value.type : undefined;
			return element(name, { 'xsi:type': type }, writeFields(value.fields));
		}
	}
}

export const writeFields = (fields: Fields): string =>
	Object.entries(fields)
		.map(([name, value]) => write(name, value))
		.join('');

/** Where the schema says `anyType`: the type stands with the value. */
export function writeAny(name: string, value: Value): string {
	switch (value.kind) {
		case 'list':
			return element(name, { 'xsi:type': arrayType(value) }, writeItems(value));
		case 'ref':
			return element(
				name,
				{ type: value.type, 'xsi:type': 'ManagedObjectReference' },
				escapeText(value.value),
			);
		case 'scalar':
			return element(name, { 'xsi:type': value.type }, escapeText(value.text));
		case 'any':
			return writeAny(name, value.value);
		case 'data':
			return element(name, { 'xsi:type': value.type }, writeFields(value.fields));
	}
}

const arrayType = ({ of }: List): string => `ArrayOf${of.charAt(0).toUpperCase()}${of.slice(1)}`;

const writeItems = ({ of, items }: List): string =>
	items.map((item) => (item.kind === 'scalar' ? write(of, item) : writeAny(of, item))).join('');
