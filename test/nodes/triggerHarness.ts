import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import { trigger } from '../../nodes/SnapshotScheduleTrigger/trigger';

const MINUTE_MS = 60_000;

let now = 0;

/** Stands in for `nodes/shared/clock`. */
export const clock = { now: () => new Date(now) };

interface Emitted {
	readonly at: string;
	readonly items: INodeExecutionData[];
	readonly key: string | undefined;
}

/** One n8n process with one active workflow: what the trigger asks of it, and what it emits. */
export interface Harness {
	readonly response: ReturnType<typeof trigger>;
	readonly emitted: readonly Emitted[];
	readonly staticData: IDataObject;
	/** Moves time on by whole minutes and ticks at each, as n8n's cron does. */
	minutes(count: number): void;
	/** Ticks at the present minute, as a second leader does that was a little slower. */
	tick(): void;
	/** n8n is down until then, and comes back with what it had saved when it last emitted. */
	restart(at: string, change?: { mode?: string; parameters?: IDataObject }): void;
	/** The clock of the machine is set, while n8n runs. */
	setClock(at: string): void;
}

interface Situation {
	readonly zone?: string;
	readonly mode?: string;
	readonly workflowId?: string;
}

export function activate(
	parameters: IDataObject,
	start: string,
	{ zone = 'Etc/UTC', mode = 'trigger', workflowId = 'workflow-1' }: Situation = {},
): Harness {
	now = new Date(start).getTime();
	const emitted: Emitted[] = [];
	let staticData: IDataObject = {};
	let saved = '{}';
	let onTick: ((nominal: Date) => void) | undefined;
	const context = (activationMode: string, given: IDataObject): ITriggerFunctions =>
		({
			getNodeParameter: (name: string, fallback: unknown) => given[name] ?? fallback,
			getTimezone: () => zone,
			getMode: () => mode,
			getActivationMode: () => activationMode,
			getWorkflow: () => ({ id: workflowId }),
			getNode: () => ({ id: 'node-1', name: 'Trigger', type: 'x' }),
			getWorkflowStaticData: () => staticData,
			helpers: {
				registerCron: (_cron: unknown, tick: (nominal: Date) => void) => {
					onTick = tick;
				},
			},
			emit: ([items]: INodeExecutionData[][], _r: unknown, _d: unknown, key?: string) => {
				emitted.push({ at: new Date(now).toISOString(), items: items ?? [], key });
				saved = JSON.stringify(staticData);
			},
		}) as unknown as ITriggerFunctions;
	const response = trigger(context('activate', parameters));
	saved = JSON.stringify(staticData); // n8n saves it after activating, too
	return {
		response,
		emitted,
		get staticData() {
			return staticData;
		},
		minutes(count) {
			for (let minute = 0; minute < count; minute++) {
				now = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
				onTick?.(new Date(now));
			}
		},
		tick: () => onTick?.(new Date(Math.floor(now / MINUTE_MS) * MINUTE_MS)),
		restart(at, { mode: activationMode = 'init', parameters: given = parameters } = {}) {
			now = new Date(at).getTime();
			staticData = JSON.parse(saved) as IDataObject;
			trigger(context(activationMode, given));
		},
		setClock(at) {
			now = new Date(at).getTime();
		},
	};
}

export const instants = ({ emitted }: Harness): unknown[] =>
	emitted.map(({ items }) => items[0]?.json.scheduledAt);
