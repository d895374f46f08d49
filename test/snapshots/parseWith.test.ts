import { z } from 'zod';
import { parseWith } from '../../snapshots/parseWith';

const time = z.string().regex(/^\d\d:\d\d$/, 'must be a time such as 02:30');

const schema = z.object({
	at: z.union([time, z.array(time)]).optional(),
	count: z.union([z.literal('all'), z.string().regex(/^\d+$/, 'must be a number')]).optional(),
	how: z
		.discriminatedUnion('by', [
			z.object({ by: z.literal('day') }),
			z.object({ by: z.literal('week') }),
		])
		.optional(),
});

it.each([
	[{ at: '25' }, 'at must be a time such as 02:30'],
	[{ at: ['02:00', '3'] }, 'at.1 must be a time such as 02:30'],
	[{ at: 5 }, 'at is not valid'],
	[{ count: 'many' }, 'count must be a number'],
	[{ how: { by: 'year' } }, 'how.by must be one of day, week'],
])(
	'says of a value that fits none of several forms what the nearest one wants: %j',
	(value, message) => {
		const read = () => parseWith(schema, value, { system: 'x', labelOf: () => undefined });
		expect(read).toThrow(message);
	},
);
