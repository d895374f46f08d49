import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { LEVELS, type SystemId, type TargetRef } from '../../snapshots/model';
import {
	approvedOrder,
	isOfSamePlan,
	plannedItemSchema,
	type ApprovedOrder,
} from '../../snapshots/operations/plannedItems';
import { parseWith } from '../../snapshots/parseWith';
import { jsonOf } from '../connections/connectionsFile';
import { pathOf, readText } from '../connections/files';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';

export interface Planned {
	readonly system: SystemId;
	readonly target: TargetRef;
	readonly order: ApprovedOrder;
}

const lineSchema = plannedItemSchema.extend({
	system: z.string().min(1),
	target: z.object({ level: z.enum(LEVELS), id: z.string().min(1), name: z.string().min(1) }),
});
type Line = z.infer<typeof lineSchema>;

/** The lines that `prune --json` printed as a preview: one plan for each target, or for each period of it. */
export async function readPlan({ home }: Surroundings, file: string): Promise<readonly Planned[]> {
	const path = pathOf(file, { home, folder: process.cwd() });
	const all = file === '-' ? await text(process.stdin) : await readText(path, 'The plan');
	const lines = all
		.split('\n')
		.map((line, at) => ({ line: line.trim(), what: `Line ${at + 1} of the plan` }))
		.filter(({ line }) => line !== '')
		.map(readLine);
	if (lines.length === 0) {
		throw badUsage('The plan is empty', 'Nothing was due, or it is not what prune --json printed.');
	}
	const firsts = lines.filter((line, at) => lines.findIndex((one) => isSameWork(one, line)) === at);
	return firsts.map((own) => {
		const together = lines.filter((line) => isSameWork(line, own));
		if (together.some((line) => !isOfSamePlan(line, own))) {
			throw badUsage(
				`The plan has two plans for ${own.target.name}`,
				'Hand on what one prune --json printed. Nothing was removed.',
			);
		}
		return { system: own.system, target: own.target, order: approvedOrder(own, together) };
	});
}

const isSameWork = (left: Line, right: Line): boolean =>
	left.target.id === right.target.id &&
	left.target.level === right.target.level &&
	left.plan.profile === right.plan.profile &&
	left.plan.period === right.plan.period;

const readLine = ({ line, what }: { line: string; what: string }): Line =>
	parseWith(lineSchema, jsonOf(line, what), {
		system: 'vm-snapshots',
		labelOf: (path) => (path.length === 0 ? what : `${path.join('.')} in ${what}`),
		advice: 'Hand on what prune --json printed. Nothing was removed.',
	});
