import { NotWellFormed, parseXml } from '../wire/element';

/** A call as it is written down: no parameters, so no secrets. */
export interface SeenCall {
	/** `CreateSnapshot_Task`. */
	readonly method: string;
	/** `vm-42`. */
	readonly on: string;
}

/** Undefined: no call. */
export function seenCall(text: string): SeenCall | undefined {
	try {
		const call = parseXml(text).children.at(-1)?.children[0];
		return call && { method: call.name, on: call.children[0]?.text ?? '' };
	} catch (error) {
		if (error instanceof NotWellFormed) return undefined;
		throw error;
	}
}

export const methodOf = (body: unknown): string | undefined =>
	typeof body === 'object' && body !== null && 'method' in body ? String(body.method) : undefined;
