import { z } from 'zod';
import { inOrder } from '../pipeline';
import type { VprotectClient } from './client';
import { isMissing } from '../failures';
import { reference } from './schema';

const count = z
	.number()
	.nullish()
	.transform((value) => value ?? 0);

const ruleRow = z.object({
	guid: z.string().min(1),
	/** How many, and for how many days; 0 means that it is not used. */
	retentionVersions: count,
	retentionDays: count,
	schedules: z
		.array(reference)
		.nullish()
		.transform((schedules) => schedules ?? []),
});
export type Rule = z.output<typeof ruleRow>;

const policyRow = z.object({
	...reference.shape,
	/** Whether its schedules are run. */
	active: z
		.boolean()
		.nullish()
		.transform((value) => value ?? true),
	rules: z
		.array(ruleRow)
		.nullish()
		.transform((rules) => rules ?? []),
});
export type Policy = z.output<typeof policyRow>;

/** Paths were renamed when policies for other things than VMs came; the older ones lack the `vm-`. */
export type ApiFamily = 'vm-snapshot' | 'snapshot';

/** Details of so many policies at once. */
const WIDTH = 8;

/** The snapshot policies of one server, in the words of its version. */
export class Policies {
	private known: ApiFamily | undefined;

	constructor(private readonly client: VprotectClient) {}

	/** A listing promises no more of each than its name. */
	async list(signal: AbortSignal): Promise<readonly Policy[]> {
		if (this.known !== undefined) {
			return await this.client.list(`/policies/${this.known}`, policyRow, signal);
		}
		try {
			const found = await this.client.list('/policies/vm-snapshot', policyRow, signal);
			this.known = 'vm-snapshot';
			return found;
		} catch (error) {
			if (!isMissing(error)) throw error;
			const found = await this.client.list('/policies/snapshot', policyRow, signal);
			this.known = 'snapshot';
			return found;
		}
	}

	/** All with their rules. */
	async listWhole(signal: AbortSignal): Promise<readonly Policy[]> {
		const whole: Policy[] = [];
		const listed = await this.list(signal);
		const found = inOrder(listed, WIDTH, async ({ guid }) => await this.find(guid, signal));
		for await (const policy of found) if (policy !== undefined) whole.push(policy);
		return whole;
	}

	/** One with its rules; undefined when it is gone. */
	async find(guid: string, signal: AbortSignal): Promise<Policy | undefined> {
		return await this.client.find(await this.pathOf(guid, signal), policyRow, signal);
	}

	async pathOf(guid: string, signal: AbortSignal): Promise<string> {
		return `/policies/${await this.family(signal)}/${encodeURIComponent(guid)}`;
	}

	/** A listing of policies tells which paths this server has; none of them changes anything. */
	async family(signal: AbortSignal): Promise<ApiFamily> {
		if (this.known === undefined) await this.list(signal);
		return this.known ?? 'vm-snapshot';
	}
}
