import type { INodeExecutionData } from 'n8n-workflow';
import { cell } from '../../snapshots/retention/markdown';

interface VmPlan {
	readonly vm: string;
	readonly markdown: string;
}

/** Gathers the plan of each VM while the node works, for one report of them all. */
export class Report {
	private readonly plans = new Map<string, VmPlan>();

	add(planId: string, plan: VmPlan): void {
		this.plans.set(planId, plan);
	}

	/** On the first item of each output only: an approver reads it once, and it may be long. */
	attachTo(outputs: readonly INodeExecutionData[][]): void {
		const planMarkdown = this.markdown();
		for (const items of outputs) {
			const first = items.find(({ error }) => error === undefined);
			if (first !== undefined) first.json = { ...first.json, planMarkdown };
		}
	}

	private markdown(): string {
		return [...this.plans.values()]
			.sort((left, right) => left.vm.localeCompare(right.vm))
			.map(({ vm, markdown }) => `### ${cell(vm)}\n\n${markdown}`)
			.join('\n\n');
	}
}
