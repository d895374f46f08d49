import { z } from 'zod';
import type { Capabilities } from '../../snapshots/capabilities';
import type { Clock } from '../../snapshots/clock';
import type { SnapshotDriver } from '../../snapshots/driver';
import type { SystemId } from '../../snapshots/model';
import { parseWith } from '../../snapshots/parseWith';

/** One thing that a connection says, in the file or in the environment. */
export interface Field<S extends z.ZodTypeAny = z.ZodTypeAny> {
	readonly schema: S;
	/** A sentence’s beginning, for the help. */
	readonly says: string;
	/** Never shown, and its file is warned about when others can read it. */
	readonly secret?: true;
}
export type Fields = Readonly<Record<string, Field>>;

/** How messages call a connection and what it says, wherever it comes from. */
export interface ConnectionLabels {
	readonly whole: string;
	readonly field: (name: string) => string;
}

/** What the command line has to know of one system. */
export interface System {
	readonly id: SystemId;
	/** As people know it. */
	readonly title: string;
	readonly capabilities: Capabilities;
	readonly fields: Fields;
	/** Logs in. `given` are the fields’ values as they were found. */
	open(
		given: Readonly<Record<string, unknown>>,
		labels: ConnectionLabels,
		clock: Clock,
		signal: AbortSignal,
	): Promise<SnapshotDriver>;
}

type Login<F extends Fields> = { readonly [name in keyof F]: z.output<F[name]['schema']> };

interface Definition<F extends Fields> extends Pick<System, 'id' | 'title' | 'capabilities'> {
	readonly fields: F;
	/** Loads the driver and logs in. */
	readonly open: (login: Login<F>, clock: Clock, signal: AbortSignal) => Promise<SnapshotDriver>;
}

/** A field that is not known is refused: a typo must not pass for a field left out. */
export function defineSystem<F extends Fields>({ open, ...system }: Definition<F>): System {
	const schema = z.strictObject(
		Object.fromEntries(Object.entries(system.fields).map(([name, field]) => [name, field.schema])),
	);
	return {
		...system,
		open: async (given, labels, clock, signal) => {
			const login = parseWith(schema, given, {
				system: system.id,
				labelOf: (path) => (path.length === 0 ? labels.whole : labels.field(path.join('.'))),
				advice: `vm-snapshots systems ${system.id} tells the fields of a connection. Nothing was sent.`,
			});
			return await open(login as Login<F>, clock, signal);
		},
	};
}
