import { coverage, type Coverage } from '../../../snapshots/operations/coverage';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { EVERYTHING, type TargetFilter } from '../../../snapshots/selection/targetFilter';
import { nightly, onDemand, operationsBench } from '../../support/bench';

async function all(
	bench: ReturnType<typeof operationsBench>,
	filter: Partial<TargetFilter>,
): Promise<Coverage[]> {
	const found: Coverage[] = [];
	const { on } = bench;
	for await (const one of coverage(on, 'vm', { ...EVERYTHING, ...filter }, on.signal)) {
		found.push(one);
	}
	return found;
}

describe('the coverage of a filter', () => {
	it('tells of every target whether the filter means it', async () => {
		const found = await all(operationsBench(), { tags: ['production'] });

		expect(found.map(({ target, covered }) => [target.name, covered])).toEqual([
			['web-01', true],
			['db-01', false],
		]);
	});

	it('tells which profiles keep snapshots of a target, and since when', async () => {
		const bench = operationsBench();
		const web = bench.driver.controls.target('vm-1');
		await createSnapshot(bench.on, web, nightly());
		await bench.clock.advance(60_000);
		const { snapshot } = await createSnapshot(bench.on, web, onDemand('run'));

		const [first, second] = await all(bench, {});

		expect(first).toMatchObject({
			profiles: ['On Demand', 'Nightly'],
			snapshots: 2,
			newestAt: snapshot.createdAt,
		});
		expect(second).toMatchObject({ profiles: [], snapshots: 0, newestAt: undefined });
	});
});
