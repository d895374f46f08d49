import type { z } from 'zod';
import { SnapshotError } from './errors';
import type { SystemId } from './model';

export interface ParseContext {
	readonly system: SystemId;
	/** What people call the value at this path. */
	readonly labelOf: (path: readonly (string | number)[]) => string | undefined;
	readonly advice?: string;
}

/** Parses what came from outside. What does not fit is refused in a person's words, with the field's own name. */
export function parseWith<S extends z.ZodTypeAny>(
	schema: S,
	value: unknown,
	{ system, labelOf, advice }: ParseContext,
): z.output<S> {
	const parsed = schema.safeParse(value, { errorMap: inWords });
	if (parsed.success) return parsed.data as z.output<S>;
	const said = parsed.error.issues.map(({ path, message }) => {
		const label = labelOf(path) ?? path.join('.');
		return `${label} ${message}`.trim();
	});
	throw new SnapshotError('INVALID_INPUT', [...new Set(said)].join('; '), { system, advice });
}

/** Ends a sentence that begins with the field's name. Messages in the schemas themselves go before. */
export const inWords: z.ZodErrorMap = (issue, context) => ({
	message: phrase(issue, context.data),
});

function phrase(issue: z.ZodIssueOptionalMessage, value: unknown): string {
	switch (issue.code) {
		case 'invalid_type':
			return value === undefined || value === null
				? 'is missing'
				: `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
		case 'too_small':
			if (issue.type === 'number') return `must be ${issue.minimum} or more`;
			return issue.type === 'string' ? 'must not be empty' : 'needs at least one entry';
		case 'too_big':
			if (issue.type === 'number') return `must be ${issue.maximum} or less`;
			return `must not be longer than ${issue.maximum}`;
		case 'invalid_enum_value':
			return `must be one of ${issue.options.join(', ')}`;
		case 'invalid_union_discriminator':
			return `must be one of ${issue.options.map(String).join(', ')}`;
		case 'invalid_union':
			return nearestOf(issue);
		case 'unrecognized_keys':
			return issue.keys.length === 1
				? `has an unknown field: ${issue.keys.join()}`
				: `has unknown fields: ${issue.keys.join(', ')}`;
		default:
			return 'is not valid';
	}
}

/** Of a value that fits none of several forms: what is said by the first of them that its kind fits. */
function nearestOf({ unionErrors }: z.ZodInvalidUnionIssue): string {
	const issues = unionErrors.flatMap((error) => error.issues);
	const near = issues.find(({ code }) => code !== 'invalid_type' && code !== 'invalid_literal');
	return near?.message ?? 'is not valid';
}

const ARTICLES: Readonly<Record<string, string>> = {
	string: 'a text',
	number: 'a number',
	integer: 'a whole number',
	boolean: 'true or false',
	object: 'an object',
	array: 'a list',
};
