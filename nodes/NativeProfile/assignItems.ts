import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Connection, Patience } from '../../snapshots/connection';
import type { SnapshotDriver } from '../../snapshots/driver';
import type { NativeProfileRef } from '../../snapshots/nativeProfile';
import { assertAssignable, profilesOf } from '../../snapshots/operations/nativeProfile/access';
import { assignNativeProfile } from '../../snapshots/operations/nativeProfile/assign';
import {
	findNativeProfile,
	type NativeProfileChoice,
} from '../../snapshots/operations/nativeProfile/find';
import { nativeProfileRef } from '../../snapshots/operations/nativeProfile/record';
import type { Reported } from '../../snapshots/record';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import { forEachTarget } from '../shared/forEachTarget';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { sayPreview } from './sayPreview';
import { nativeProfileProperties } from './properties';
import { readChoice, readPreview } from './readOrders';

interface Order {
	/** undefined: none, to take away the one that it has. */
	readonly choice: NativeProfileChoice | undefined;
	readonly preview: boolean;
	readonly patience: Patience;
}

interface Result extends Reported {
	readonly before: NativeProfileRef | undefined;
	readonly after: NativeProfileRef | undefined;
}

const readOrder = (parameters: ItemParameters): Order => ({
	choice:
		parameters.get('operation', z.enum(['assign', 'unassign'])) === 'assign'
			? readChoice(parameters)
			: undefined,
	preview: readPreview(parameters),
	patience: readPatience(parameters),
});

/** Gives each target a native profile, or takes it away. */
export async function assignItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const finder = new Finder();
	const outputs = await forEachTarget(context, {
		properties: nativeProfileProperties,
		readOrder,
		run: async (on, target, { choice, preview, patience }: Order): Promise<Result[]> => {
			profilesOf(on);
			assertAssignable(on, target);
			const profile = choice && (await finder.find(on, choice, patience));
			const outcome = await assignNativeProfile(on, target, { profile, preview, patience });
			return [{ ...outcome, snapshot: null }];
		},
		extras: ({ before, after }) => ({
			nativeProfile: nativeProfileRef(after),
			profileBefore: nativeProfileRef(before),
		}),
	});
	sayPreview(context, outputs);
	return outputs;
}

/** Looks a profile up once for all targets of a run. */
class Finder {
	private readonly found = new Map<SnapshotDriver, Map<string, Promise<NativeProfileRef>>>();

	async find(
		on: Connection,
		choice: NativeProfileChoice,
		{ timeLimitSeconds }: Patience,
	): Promise<NativeProfileRef> {
		const known = this.found.get(on.driver) ?? new Map<string, Promise<NativeProfileRef>>();
		this.found.set(on.driver, known);
		const key = JSON.stringify(choice);
		const doing = `looking for a snapshot profile on ${on.driver.system}`;
		const finding =
			known.get(key) ??
			withinTimeLimit(on, { timeLimitSeconds, doing }, (signal) =>
				findNativeProfile(on, choice, { withAssignments: false }, signal),
			);
		known.set(key, finding);
		return await finding;
	}
}
