import { labelOf } from '../shared/readParameters';
import { triggerProperties } from './properties';

/** The profile's own words for a field of a period, as the editor has them. */
const IN_EDITOR: Readonly<Record<string, string>> = {
	last: 'keepLast',
	frequency: 'at',
	from: 'windowFrom',
	to: 'windowTo',
	dateTime: 'onceAt',
};

/** What a person calls the field at a path of the profile, or of the node's parameters. */
export function labelInEditor(path: readonly (string | number)[]): string | undefined {
	const [first = '', second] = path;
	if (first === 'name') return 'Profile Name';
	if (first !== 'periods') {
		return labelOf(triggerProperties, path) ?? labelOf(triggerProperties, ['options', first]);
	}
	const index = path.find((step) => typeof step === 'number');
	if (index === undefined)
		return labelOf(triggerProperties, path.slice(0, second === undefined ? 1 : 2));
	return `${fieldOfPeriod(path) ?? 'A field'} of period ${index + 1}`;
}

/** The last step that the editor has a field for: an entry of a list is told by the list. */
function fieldOfPeriod(path: readonly (string | number)[]): string | undefined {
	const steps = path.filter((step): step is string => typeof step === 'string');
	for (const step of steps.reverse()) {
		const name = IN_EDITOR[step] ?? step;
		for (const parents of [[], ['rules']]) {
			const known = ['periods', 'period', ...parents];
			const label = labelOf(triggerProperties, [...known, name]);
			if (label !== undefined && label !== labelOf(triggerProperties, known)) return label;
		}
	}
	return undefined;
}
