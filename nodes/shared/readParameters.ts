import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { z } from 'zod';
import { parseWith } from '../../snapshots/parseWith';

/** The parameters of a node as they are for one input item. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		private readonly properties: readonly INodeProperties[],
	) {}

	/** Refuses a value that does not fit, under the name that the parameter has in the editor. */
	get<S extends z.ZodTypeAny>(name: string, schema: S): z.output<S> {
		// A parameter that the editor hides has no value; the schema's default stands for it.
		const value: unknown = this.context.getNodeParameter(name, this.itemIndex, null);
		return parseWith(schema, value ?? undefined, {
			system: this.system,
			labelOf: (path) => labelOf(this.properties, [name, ...path]),
		});
	}

	/** Parses the JSON of the input item. */
	input<S extends z.ZodTypeAny>(schema: S, advice: string): z.output<S> {
		const { json } = this.context.getInputData()[this.itemIndex] ?? { json: {} };
		const labelOf = (path: readonly (string | number)[]) => `Input item field ${path.join('.')}`;
		return parseWith(schema, json, { system: this.system, labelOf, advice });
	}

	/** The JSON of all input items, for what several of them say together. */
	inputs(): readonly unknown[] {
		return this.context.getInputData().map(({ json }) => json);
	}

	/**
	 * Tells this order from all others: by execution, node, loop turn and item. A retry of the node is the
	 * same order, so it finds what the first try made.
	 */
	runKey(): string {
		const turn = this.context.evaluateExpression('{{ $runIndex }}', this.itemIndex);
		const { name } = this.context.getNode();
		return JSON.stringify([this.context.getExecutionId(), name, turn, this.itemIndex]);
	}

	timeZone(): string {
		return this.context.getTimezone();
	}

	private get system(): string {
		const system: unknown = this.context.getNodeParameter('system', this.itemIndex, '');
		return typeof system === 'string' ? system : '';
	}
}

type Declared = INodeProperties | INodePropertyCollection;

/** What the editor calls the field at a path such as `options` › `timeLimitMinutes`. */
export function labelOf(
	properties: readonly INodeProperties[],
	path: readonly (string | number)[],
): string | undefined {
	let level: readonly Declared[] = properties;
	let label: string | undefined;
	for (const step of path) {
		if (typeof step === 'number') continue;
		const found = level.find(({ name }) => name === step);
		if (found === undefined) break;
		label = found.displayName;
		level = fieldsOf(found);
	}
	return label;
}

function fieldsOf(declared: Declared): readonly Declared[] {
	if ('values' in declared) return declared.values;
	return (declared.options ?? []).filter((option): option is Declared => 'displayName' in option);
}
