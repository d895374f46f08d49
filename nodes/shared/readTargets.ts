import { z } from 'zod';
import { SnapshotError } from '../../snapshots/errors';
import {
	LEVELS,
	LEVEL_IN_WORDS,
	POWER_STATES,
	type Level,
	type TargetRef,
} from '../../snapshots/model';
import type { TargetSelection } from '../../snapshots/operations/resolveTargets';
import { isExpression } from '../../snapshots/selection/namePattern';
import { isUnconditional, type TargetFilter } from '../../snapshots/selection/targetFilter';
import { findSystem } from './findSystem';
import type { ItemParameters } from './readParameters';
import type { System } from './systems/system';

export interface TargetChoice {
	readonly system: System;
	readonly selection: TargetSelection;
}

export function readTargets(
	parameters: ItemParameters,
	{ allowEmptyFilter }: { readonly allowEmptyFilter: boolean },
): TargetChoice {
	const system = findSystem(parameters.get('system', z.string()));
	const level = parameters.get('level', z.enum(LEVELS).default('vm'));
	if (level === 'system') return { system, selection: { mode: 'whole' } };
	const mode = parameters.get('targetMode', z.enum(['one', 'filter', 'input']));
	if (mode === 'input') {
		const target = readInputTarget(parameters, system, level);
		return { system, selection: { mode: 'ref', target } };
	}
	if (mode === 'one') return { system, selection: readOne(parameters, level) };
	const filter = readFilter(parameters);
	if (!allowEmptyFilter && isUnconditional(filter)) throw emptyFilter(system);
	return { system, selection: { mode: 'filter', level, filter } };
}

export const locatorSchema = z.object({
	mode: z.enum(['list', 'name', 'id']),
	value: z.union([z.string(), z.number().transform(String)]).pipe(z.string().trim().min(1)),
});

function readOne(parameters: ItemParameters, level: Level): TargetSelection {
	const { mode, value } = parameters.get('target', locatorSchema);
	if (mode === 'name') return { mode: 'name', level, name: value };
	return { mode: 'ref', target: { level, id: value, name: value } };
}

const inputTargetSchema = z.object({
	system: z.string(),
	target: z.object({ level: z.enum(LEVELS), id: z.string().min(1), name: z.string().min(1) }),
});

function readInputTarget(parameters: ItemParameters, system: System, level: Level): TargetRef {
	const item = parameters.input(
		inputTargetSchema,
		'Connect a node of this package that hands on its VMs, or set VMs to something else. Nothing was sent.',
	);
	if (item.system === system.id && item.target.level === level) return item.target;
	if (item.system === system.id) throw otherLevel(system, item.target, level);
	throw new SnapshotError(
		'INVALID_INPUT',
		`${item.target.name} comes from ${item.system}, but System is set to ${system.title}`,
		{ system: system.id, target: item.target, advice: 'Use one node for each system.' },
	);
}

const otherLevel = (system: System, target: TargetRef, level: Level): SnapshotError =>
	new SnapshotError(
		'INVALID_INPUT',
		`${target.name} is a ${LEVEL_IN_WORDS[target.level]}, but Level is set to ${LEVEL_IN_WORDS[level]}`,
		{ system: system.id, target, advice: 'Use one node for each level. Nothing was sent.' },
	);

/** Several by commas, or a list out of an expression. */
export const listSchema = z
	.union([z.string(), z.array(z.string())])
	.default('')
	.transform((value) => (Array.isArray(value) ? value : value.split(',')))
	.transform((entries) => entries.map((entry) => entry.trim()).filter((entry) => entry !== ''));

/** One on each line, since commas stand in regular expressions too; or a list out of an expression. */
export const expressionsSchema = z
	.union([z.string(), z.array(z.string())])
	.default('')
	.transform((value) => (Array.isArray(value) ? value : value.split('\n')))
	.transform((lines) => lines.map((line) => line.trim()).filter((line) => line !== ''))
	.superRefine((lines, context) => {
		const wrong = lines.find((line) => !isExpression(line));
		if (wrong === undefined) return;
		context.addIssue({ code: 'custom', message: `can’t be understood: ${wrong}` });
	});

const filterSchema = z
	.object({
		match: z.enum(['every', 'any']).default('every'),
		names: listSchema,
		expressions: expressionsSchema,
		ids: listSchema,
		tags: listSchema,
		powerStates: z.array(z.enum(POWER_STATES).exclude(['none'])).default([]),
		excludeNames: listSchema,
		excludeExpressions: expressionsSchema,
		excludeIds: listSchema,
		excludeTags: listSchema,
	})
	.transform(
		({ excludeNames, excludeExpressions, excludeIds, excludeTags, ...include }): TargetFilter => ({
			...include,
			exclude: {
				names: excludeNames,
				expressions: excludeExpressions,
				ids: excludeIds,
				tags: excludeTags,
			},
		}),
	);

export const readFilter = (parameters: ItemParameters): TargetFilter =>
	parameters.get(
		'filter',
		z
			.unknown()
			.transform((given) => given ?? {})
			.pipe(filterSchema),
	);

const emptyFilter = (system: System): SnapshotError =>
	new SnapshotError('INVALID_INPUT', 'Filter has no condition', {
		system: system.id,
		advice:
			'Add a condition. If you mean all VMs, add Name Patterns with * and say so. Nothing was sent.',
	});
