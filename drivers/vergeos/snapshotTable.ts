import type { CreateRequest, SnapshotChange } from '../../snapshots/driver';
import type { SystemSnapshot, TargetRef } from '../../snapshots/model';
import { hasKey } from './filter';
import type { Vergeos } from './level';
import { pollUntil, pollWithin } from '../polling';
import { refusal, snapshotGone, snapshotOfAnother } from './refusals';
import type { RowSchema, SnapshotRow } from './rows';

export interface SnapshotTableOptions<Row extends SnapshotRow> {
	readonly table: string;
	readonly fields: readonly string[];
	readonly schema: RowSchema<Row>;
	/** The column that names what was snapshotted; none where there is but one such thing. */
	readonly owner?: string;
	/** How its rows are told when to expire. */
	readonly expiry: typeof datedExpiry;
	readonly ownerOf: (row: Row) => string;
	readonly toSnapshot: (row: Row) => SystemSnapshot;
}

/** Long enough for a row to appear after it was made, which takes some tables half a second. */
const APPEARS_WITHIN_MS = 30_000;
/** What is not even queued for its deletion by then was not deleted. */
const GOES_WITHIN_MS = 60_000;

/** One of the tables of snapshots: what is the same of all of them. */
export class SnapshotTable<Row extends SnapshotRow> {
	constructor(
		private readonly on: Vergeos,
		private readonly options: SnapshotTableOptions<Row>,
	) {}

	/** All, in pages, for joining. */
	pages(signal: AbortSignal): AsyncGenerator<readonly Row[]> {
		const { table, schema, fields } = this.options;
		return this.on.client.pages(table, schema, { fields, sort: '+created' }, signal);
	}

	async rowsOf(ownerKey: string, signal: AbortSignal): Promise<Row[]> {
		const { table, schema, fields, owner } = this.options;
		const filter = owner === undefined ? undefined : hasKey(owner, ownerKey);
		const selection = { fields, filter, sort: '+created' };
		return await this.on.client.all(table, schema, selection, signal);
	}

	async snapshotsOf(ownerKey: string, signal: AbortSignal): Promise<SystemSnapshot[]> {
		return (await this.rowsOf(ownerKey, signal)).map(this.options.toSnapshot);
	}

	/** What a row says, in our terms. */
	readonly toSnapshot = (row: Row): SystemSnapshot => this.options.toSnapshot(row);

	/** The row of a snapshot, proven to be this target's; undefined when it is gone. */
	async find(
		target: TargetRef,
		ownerKey: string,
		snapshot: Named,
		signal: AbortSignal,
	): Promise<Row | undefined> {
		const row = await this.byKey(snapshot.id, signal);
		if (row === undefined) return undefined;
		if (this.options.ownerOf(row) !== ownerKey) throw snapshotOfAnother(target, snapshot);
		return row;
	}

	async get(
		target: TargetRef,
		ownerKey: string,
		snapshot: Named,
		signal: AbortSignal,
	): Promise<Row> {
		const row = await this.find(target, ownerKey, snapshot, signal);
		if (row === undefined) throw snapshotGone(target, snapshot);
		return row;
	}

	/** Makes one and reads it back; `isDone` tells when it has settled. */
	async create(
		target: TargetRef,
		{ name, description, expiresAt }: CreateRequest,
		more: Readonly<Record<string, unknown>>,
		signal: AbortSignal,
		isDone: (row: Row) => boolean = () => true,
	): Promise<Row> {
		const body = { name, description, ...this.options.expiry(expiresAt), ...more };
		const made = await this.on.client.post(this.options.table, body, signal);
		const appeared = await pollWithin(this.on.clock, APPEARS_WITHIN_MS, signal, () =>
			this.byKey(made, signal),
		);
		if (appeared === undefined) {
			const message = `VergeOS reported snapshot ${name} of ${target.name} as made (${made}), but it is not there`;
			throw refusal('TASK_FAILED', target, message, 'Look at the system’s log.');
		}
		if (isDone(appeared)) return appeared;
		return await pollUntil(this.on.clock, signal, async () => {
			const row = await this.byKey(made, signal);
			if (row === undefined) throw snapshotGone(target, { id: made, name });
			return isDone(row) ? row : undefined;
		});
	}

	/** Resolves when the row is gone: some are queued for their deletion first. */
	async delete(target: TargetRef, { id, name }: Named, signal: AbortSignal): Promise<void> {
		const { client, clock } = this.on;
		await client.delete(this.options.table, id, signal);
		const gone = async (): Promise<true | undefined> => {
			const row = await this.byKey(id, signal);
			if (row === undefined) return true;
			if (this.toSnapshot(row).state !== 'deleting') return undefined;
			return await pollUntil(clock, signal, async () =>
				(await this.byKey(id, signal)) === undefined ? true : undefined,
			);
		};
		if (await pollWithin(clock, GOES_WITHIN_MS, signal, gone)) return;
		const message = `VergeOS took the order to delete snapshot ${name} of ${target.name}, but it is still there`;
		throw refusal('TASK_FAILED', target, message, 'Look at the system’s log.');
	}

	async update(
		target: TargetRef,
		ownerKey: string,
		snapshot: Named,
		{ description, expiresAt, held }: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		if (held !== undefined) {
			throw refusal(
				'UNSUPPORTED',
				target,
				`VergeOS has no hold for snapshot ${snapshot.name} of ${target.name}`,
				'Change the mark in the description: Prune by Retention enforces what it says. Nothing was changed.',
			);
		}
		const before = await this.get(target, ownerKey, snapshot, signal);
		const change = {
			...(description === undefined ? {} : { description }),
			...(expiresAt === undefined ? {} : this.options.expiry(expiresAt)),
		};
		if (Object.keys(change).length === 0) return this.options.toSnapshot(before);
		await this.on.client.put(this.options.table, snapshot.id, change, signal);
		return this.options.toSnapshot(await this.get(target, ownerKey, snapshot, signal));
	}

	private async byKey(id: string, signal: AbortSignal): Promise<Row | undefined> {
		if (!/^\d+$/.test(id)) return undefined; // all four tables count their keys
		const { table, schema, fields } = this.options;
		return await this.on.client.find(table, id, schema, fields, signal);
	}
}

export interface Named {
	readonly id: string;
	readonly name: string;
}

/**
 * Always said outright: left out, VergeOS lets a snapshot expire after 72 hours, and takes no notice of
 * `retention`. Rounded up, so that nothing goes before its time.
 */
export const datedExpiry = (
	expiresAt: Date | null | undefined,
): Readonly<Record<string, unknown>> =>
	expiresAt
		? { expires_type: 'date', expires: wholeSeconds(expiresAt) }
		: { expires_type: 'never', expires: 0 };

export const wholeSeconds = (at: Date): number => Math.ceil(at.getTime() / 1000);
