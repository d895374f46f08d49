import { z } from 'zod';
import { Misunderstanding, RefusedAnswer } from '../failures';
import type { HttpResponse } from '../transports/http';
import { NO_JSON, parseJson } from '../transports/json';

const sync = z.object({ type: z.literal('sync'), metadata: z.unknown() });
const async = z.object({ type: z.literal('async'), operation: z.string().min(1) });
const failed = z.object({
	type: z.literal('error'),
	error: z.string().default(''),
	error_code: z.number().int().optional(),
});
const envelope = z.discriminatedUnion('type', [sync, async, failed]);

export type GoodAnswer = z.output<typeof sync> | z.output<typeof async>;

const LONGEST_SHOWN = 300;

/** Every answer comes in an envelope; a failure may come with status 200 (operations, once they are waited for). */
export function readAnswer({ status, body }: HttpResponse, address: string): GoodAnswer {
	const parsed = parseJson(body);
	const read = envelope.safeParse(parsed);
	const isGood = status >= 200 && status <= 299;
	if (!read.success) {
		if (!isGood) throw new RefusedAnswer(status, '', address);
		throw new Misunderstanding(
			parsed === NO_JSON
				? 'it is not JSON; another service may be listening there'
				: 'it is not in the envelope of the API',
		);
	}
	const { data } = read;
	if (data.type === 'error') {
		const said = data.error.trim().slice(0, LONGEST_SHOWN);
		throw new RefusedAnswer(isGood ? (data.error_code ?? status) : status, said, address);
	}
	if (isGood) return data;
	throw new RefusedAnswer(status, '', address);
}

/** Both numbers and words are sent; the numbers are said to stay (incus, doc/rest-api.md). */
const SUCCESS = 200;
const FAILURE = 400;
const CANCELLED = 401;

const operation = z.object({
	status_code: z.number().int(),
	description: z.string().default(''),
	err: z.string().nullish(),
});

/** Ended by somebody on the server. */
export class CancelledOperation extends Error {
	override readonly name = 'CancelledOperation';
}

/** Whether it is over. Throws what it failed with. */
export function isOver(metadata: unknown, address: string): boolean {
	const { status_code: code, description, err } = operation.parse(metadata);
	switch (code) {
		case SUCCESS:
			return true;
		case FAILURE:
			// The status of the answer that tells it.
			throw new RefusedAnswer(200, failure(err), address);
		case CANCELLED:
			throw new CancelledOperation(description);
		default:
			return false;
	}
}

const failure = (err: string | null | undefined): string =>
	(err ?? '').trim().slice(0, LONGEST_SHOWN) || 'the operation failed, without a reason';
