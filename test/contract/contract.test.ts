import { abortLaws } from './abort';
import { createLaws } from './create';
import { deleteLaws } from './delete';
import { inventoryLaws } from './inventory';
import { listLaws } from './list';
import { lockLaws } from './locks';
import { nameLaws } from './names';
import { nativeProfileLaws } from './nativeProfiles';
import { restoreAsNewLaws } from './restoreAsNew';
import { revertLaws } from './revert';
import { systems } from './systems';
import { updateLaws } from './update';

describe.each(systems)('the driver contract on $name', ({ make }) => {
	createLaws(make);
	revertLaws(make);
	restoreAsNewLaws(make);
	deleteLaws(make);
	listLaws(make);
	inventoryLaws(make);
	updateLaws(make);
	nativeProfileLaws(make);
	lockLaws(make);
	abortLaws(make);
	nameLaws(make);
});
