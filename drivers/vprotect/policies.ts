import { z } from 'zod';
import type { VprotectClient } from './client';
import { isMissing } from './failure';
import { reference } from './schema';

const rule = z.object({ guid: z.string().min(1) }).passthrough();

const policyRow = z.object({
	...reference.shape,
	rules: z
		.array(rule)
		.nullish()
		.transform((rules) => rules ?? []),
});
export type Policy = z.output<typeof policyRow>;

/** Paths were renamed when policies for other things than VMs came; the older ones lack the `vm-`. */
export type ApiFamily = 'vm-snapshot' | 'snapshot';

/** The snapshot policies of one server, in the words of its version. */
export class Policies {
	private known: ApiFamily | undefined;

	constructor(private readonly client: VprotectClient) {}

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

	/** One with its rules; undefined when it is gone. */
	async find(guid: string, signal: AbortSignal): Promise<Policy | undefined> {
		const path = `/policies/${await this.family(signal)}/${encodeURIComponent(guid)}`;
		return await this.client.find(path, policyRow, signal);
	}

	/** A listing of policies tells which paths this server has; none of them changes anything. */
	async family(signal: AbortSignal): Promise<ApiFamily> {
		if (this.known === undefined) await this.list(signal);
		return this.known ?? 'vm-snapshot';
	}
}
