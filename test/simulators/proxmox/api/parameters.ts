import { unfitParameters } from '../server/pveError';

export interface Parameter {
	readonly type: 'string' | 'integer' | 'number' | 'boolean';
	readonly optional?: boolean;
	readonly maxLength?: number;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly oneOf?: readonly string[];
	/** Tells what is wrong with a value. */
	readonly format?: (value: string) => string | undefined;
}

export type Parameters = Readonly<Record<string, Parameter>>;

const CONFIG_ID = /^[a-z][a-z0-9_-]+$/i;
const DNS_LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const DNS_NAME = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, 'i');

const configId = (value: string): string | undefined =>
	CONFIG_ID.test(value)
		? undefined
		: `invalid format - invalid configuration ID '${value.split('\n')[0]}'\n`;

const dnsName = (value: string): string | undefined =>
	DNS_NAME.test(value) ? undefined : 'invalid format - value does not look like a valid DNS name\n';

export const TEXT: Parameter = { type: 'string' };
export const FLAG: Parameter = { type: 'boolean', optional: true };
export const COUNT: Parameter = { type: 'integer', optional: true, minimum: 0 };
export const SNAPSHOT_NAME: Parameter = { type: 'string', maxLength: 40, format: configId };
export const DNS_NAME_TEXT: Parameter = { type: 'string', format: dnsName };
export const VMID: Parameter = { type: 'integer', minimum: 100, maximum: 999_999_999 };

export const optional = (parameter: Parameter): Parameter => ({ ...parameter, optional: true });

export const oneOf = (...words: readonly string[]): Parameter => ({ type: 'string', oneOf: words });

const TRUE = /^(?:1|on|yes|true)$/i;
const FALSE = /^(?:0|off|no|false)$/i;

/** Parameters that were looked at. */
export class Values {
	constructor(private readonly values: ReadonlyMap<string, string>) {}

	get names(): string[] {
		return [...this.values.keys()];
	}

	text(name: string): string | undefined {
		return this.values.get(name);
	}

	number(name: string): number | undefined {
		const value = this.values.get(name);
		return value === undefined ? undefined : Number(value);
	}

	flag(name: string): boolean | undefined {
		const value = this.values.get(name);
		return value === undefined ? undefined : TRUE.test(value);
	}

	/** Of a parameter that is not optional, or stands in the path. */
	required(name: string): string {
		const value = this.values.get(name);
		if (value === undefined) throw new Error(`Parameter ${name} is not demanded`);
		return value;
	}
}

/** Throws 400 that tells of each parameter that does not fit. */
export function verified(given: ReadonlyMap<string, string>, parameters: Parameters): Values {
	const errors: Record<string, string> = {};
	for (const [name, parameter] of Object.entries(parameters)) {
		const value = given.get(name);
		if (value !== undefined) note(errors, name, faultOf(value, parameter));
		else if (parameter.optional !== true) {
			errors[name] = 'property is missing and it is not optional';
		}
	}
	for (const name of given.keys()) {
		if (!(name in parameters)) errors[name] = UNKNOWN;
	}
	if (Object.keys(errors).length > 0) throw unfitParameters(errors);
	return new Values(given);
}

const UNKNOWN =
	'property is not defined in schema and the schema does not allow additional properties';

function note(errors: Record<string, string>, name: string, fault: string | undefined): void {
	if (fault !== undefined) errors[name] = fault;
}

function faultOf(value: string, parameter: Parameter): string | undefined {
	if (!isOfType(value, parameter))
		return `type check ('${parameter.type}') failed - got '${value}'`;
	const { minimum, maximum, maxLength, oneOf: words, format } = parameter;
	if (minimum !== undefined && Number(value) < minimum) {
		return `value must have a minimum value of ${minimum}`;
	}
	if (maximum !== undefined && Number(value) > maximum) {
		return `value must have a maximum value of ${maximum}`;
	}
	if (maxLength !== undefined && value.length > maxLength) {
		return `value may only be ${maxLength} characters long`;
	}
	if (words !== undefined && !words.includes(value)) {
		return `value '${value}' does not have a value in the enumeration '${words.join(', ')}'`;
	}
	return format?.(value);
}

function isOfType(value: string, { type }: Parameter): boolean {
	switch (type) {
		case 'string':
			return true;
		case 'integer':
			return /^[+-]?\d+$/.test(value);
		case 'number':
			return value !== '' && !Number.isNaN(Number(value));
		case 'boolean':
			return TRUE.test(value) || FALSE.test(value);
	}
}
