import type { INodeProperties } from 'n8n-workflow';
import { labelOf } from '../readParameters';

/** The profile's own words for a field of a period, as the editor has them. */
const IN_EDITOR: Readonly<Record<string, string>> = {
	last: 'keepLast',
	frequency: 'at',
	from: 'windowFrom',
	to: 'windowTo',
	dateTime: 'onceAt',
};

type Path = readonly (string | number)[];

/** Tells what a person calls the field at a path of the profile, or of the parameters of a node with its form. */
export const labelInForm =
	(properties: readonly INodeProperties[]) =>
	(path: Path): string | undefined => {
		const [first = '', second] = path;
		if (first === 'name') return 'Profile Name';
		if (first !== 'periods') {
			return labelOf(properties, path) ?? labelOf(properties, ['options', first]);
		}
		const index = path.find((step) => typeof step === 'number');
		if (index === undefined) {
			return labelOf(properties, path.slice(0, second === undefined ? 1 : 2));
		}
		return `${fieldOfPeriod(properties, path) ?? 'A field'} of period ${index + 1}`;
	};

/** The last step that the editor has a field for: an entry of a list is told by the list. */
function fieldOfPeriod(properties: readonly INodeProperties[], path: Path): string | undefined {
	const steps = path.filter((step): step is string => typeof step === 'string');
	for (const step of steps.reverse()) {
		const name = IN_EDITOR[step] ?? step;
		for (const parents of [[], ['rules']]) {
			const known = ['periods', 'period', ...parents];
			const label = labelOf(properties, [...known, name]);
			if (label !== undefined && label !== labelOf(properties, known)) return label;
		}
	}
	return undefined;
}
