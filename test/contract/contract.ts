import { abortLaws } from './abort';
import { createLaws } from './create';
import { deleteLaws } from './delete';
import { inventoryLaws } from './inventory';
import { listLaws } from './list';
import { lockLaws } from './locks';
import { nameLaws } from './names';
import { nativeProfileLaws } from './nativeProfiles';
import { nativeRuleLaws } from './nativeRules';
import { restoreAsNewLaws } from './restoreAsNew';
import { revertLaws } from './revert';
import { systems } from './systems';
import { updateLaws } from './update';

/** The kinds of registered systems: the first word of their names. Each has a file of its own, run side by side. */
export const kindOf = ({ name }: { readonly name: string }): string =>
	/^\w+/.exec(name)?.[0].toLowerCase() ?? '';

/** The whole contract over every registered system of one kind. */
export function contractOf(kind: string): void {
	describe.each(systems.filter((one) => kindOf(one) === kind))(
		'the driver contract on $name',
		({ make }) => {
			createLaws(make);
			revertLaws(make);
			restoreAsNewLaws(make);
			deleteLaws(make);
			listLaws(make);
			inventoryLaws(make);
			updateLaws(make);
			nativeProfileLaws(make);
			nativeRuleLaws(make);
			lockLaws(make);
			abortLaws(make);
			nameLaws(make);
		},
	);
}
