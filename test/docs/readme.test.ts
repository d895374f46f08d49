import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS } from '../../nodes/shared/systems';
import { withMatrix } from '../../scripts/docs/readme';
import { documentedSystems } from '../../scripts/docs/systems';

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

/** Table cells are padded by the formatter. */
const unpadded = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

describe('the README', () => {
	it('shows the support matrix that the capabilities tell', () => {
		expect(unpadded(withMatrix(readme))).toBe(unpadded(readme));
	});

	it('has a row for every level of every system that the nodes offer', () => {
		const offered = SYSTEMS.flatMap(({ capabilities }) => Object.values(capabilities.levels));
		expect(new Set(documentedSystems.map(({ capabilities }) => capabilities))).toEqual(
			new Set(offered),
		);
	});

	it('names exactly two commands for a fresh machine', () => {
		const commands = [...readme.matchAll(/^```sh\n([^`]*)```/gm)].map(([, command]) =>
			command?.trim(),
		);
		expect(commands).toEqual(['npm run demo', 'npm cit']);
	});
});
