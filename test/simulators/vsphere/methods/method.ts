import type { Element } from '../wire/element';
import { readFields, type FieldMap, type Read } from '../wire/readers';
import type { Ref, Value } from '../wire/values';
import type { Call } from './call';

export interface Method {
	/** The managed object's type. */
	readonly on: string;
	/** From which version of the API on. */
	readonly since: string;
	/** Whether anybody may call it. */
	readonly anonymous: boolean;
	/** Needed on the object, beside `System.View`. */
	readonly privilege: string | undefined;
	/** Whether a free licence forbids it. */
	readonly changes: boolean;
	/** Reads the parameters, throwing a `RequestFault`, and is then ready to do the work. */
	read(parameters: readonly Element[]): (call: Call) => Done;
}

type Done = Value | undefined | Promise<Value | undefined>;

interface MethodSpec<F extends FieldMap> extends Partial<
	Pick<Method, 'anonymous' | 'privilege' | 'changes'>
> {
	readonly on: string;
	readonly since?: string;
	readonly parameters: F;
	readonly perform: (call: Call, parameters: Read<F>, object: Ref) => Done;
}

export const method = <F extends FieldMap>(name: string, spec: MethodSpec<F>): Method => ({
	on: spec.on,
	since: spec.since ?? '2.5',
	anonymous: spec.anonymous ?? false,
	privilege: spec.privilege,
	changes: spec.changes ?? false,
	read: (elements) => {
		const parameters = readFields(`call information for method ${name}`, spec.parameters, elements);
		return (call) => spec.perform(call, parameters, call.object);
	},
});

export type Methods = Readonly<Record<string, Method>>;
