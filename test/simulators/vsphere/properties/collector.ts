import type { PropertyFilterSpec } from '../schema/propertyFilter';
import type { Ref } from '../wire/values';
import type { Collected } from './collect';

/** Results that wait to be fetched. */
export interface Rest {
	readonly token: string;
	readonly left: readonly Collected[];
	readonly pageSize: number;
}

/** What a filter last told of each object: each property as it was written. */
export type Told = Map<
	string,
	{ readonly ref: Ref; readonly properties: ReadonlyMap<string, string> }
>;

export interface Filter {
	readonly ref: Ref;
	readonly spec: PropertyFilterSpec;
	readonly told: Told;
}

/** A property collector of one session: its pages, and the filters that somebody waits on. */
export interface Collector {
	readonly ref: Ref;
	readonly rests: Map<string, Rest>;
	readonly filters: Filter[];
	/** How many there ever were. */
	filtersEver: number;
	/** Of the last update; 0: none was told. */
	version: number;
	/** Who waits now is told to stop. */
	cancelWait: (() => void) | undefined;
}

export const newCollector = (ref: Ref): Collector => ({
	ref,
	rests: new Map(),
	filters: [],
	filtersEver: 0,
	version: 0,
	cancelWait: undefined,
});
