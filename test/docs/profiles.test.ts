import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dueItemSchema, profileSchema } from '../../snapshots/schedule/profile';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'profiles.md'), 'utf8');

describe('the page on profiles', () => {
	const [, shown = ''] = /```json\n([^`]+)```/.exec(page) ?? [];

	it('shows an item that the nodes take', () => {
		const { profile, period } = dueItemSchema.parse(JSON.parse(shown));

		expect(profile.periods).toEqual([period]);
	});

	it('names every rule of retention', () => {
		const { retention } = profileSchema.innerType().shape.periods._def.schema.element.shape;
		const among = (name: string): boolean =>
			page.includes(`\`${name}\``) || /^within(Daily|Weekly|Monthly)$/.test(name);

		expect(Object.keys(retention.shape).filter((name) => !among(name))).toEqual([]);
	});
});
