import { vsphereCapabilities } from '../../../drivers/vsphere/capabilities';
import type { Target } from '../../../snapshots/model';
import { chainWarnings } from '../../../snapshots/operations/warnings';

const target: Target = { level: 'vm', id: '1', name: 'web-01', powerState: 'running', tags: [] };
const now = new Date('2026-11-22T02:00:00.000Z');

function warningsOf(one: Target) {
	const { vm } = vsphereCapabilities.levels;
	if (vm === undefined) throw new Error('vSphere has lost its only level');
	return chainWarnings(one, [], vm, now);
}

it('what a system itself says is amiss is warned about, in its own words', () => {
	const troubles = ['The disks need consolidation.', 'A file is locked.'];
	expect(warningsOf({ ...target, troubles })).toEqual(
		troubles.map((message) => ({ code: 'SYSTEM_TROUBLE', message })),
	);
	expect(warningsOf(target)).toEqual([]);
});
