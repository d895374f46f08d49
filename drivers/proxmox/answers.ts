import { z } from 'zod';
import { Misunderstanding, RefusedAnswer } from '../failures';
import type { HttpResponse } from '../transports/http';
import { NO_JSON, parseJson } from '../transports/json';

const envelope = z.object({ data: z.unknown() });

/** What stands in the `data` of a good answer. */
export function readAnswer(response: HttpResponse, address: string): unknown {
	const parsed = parseJson(response.body);
	if (response.status < 200 || response.status > 299) {
		throw new RefusedAnswer(response.status, reasonIn(parsed, response.statusText), address);
	}
	const answer = envelope.safeParse(parsed);
	if (answer.success) return answer.data.data;
	throw new Misunderstanding(
		parsed === NO_JSON
			? 'it is not JSON; another service may be listening there'
			: 'it has no data',
	);
}

const refused = z.object({
	message: z.string().catch(''),
	errors: z.record(z.unknown()).catch({}),
});

const LONGEST_SHOWN = 500;

/**
 * Releases before 8 tell the reason in the status line alone; an answer of 401 has hardly a body at all. Of
 * wrong parameters each is told by name.
 */
function reasonIn(parsed: unknown, statusText: string): string {
	const read = refused.safeParse(parsed);
	const { message, errors } = read.success ? read.data : { message: '', errors: {} };
	const flaws = Object.entries(errors).map(([name, flaw]) => `${name}: ${oneLine(String(flaw))}`);
	const reason = oneLine(message) || oneLine(statusText);
	return [reason, flaws.join('; ')].filter(Boolean).join(' ').slice(0, LONGEST_SHOWN);
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();
