import type { Row } from '../model/table';
import type { World } from '../model/world';
import type { Values } from './input';

/** What may be done to the rows of a table over the API; what is missing answers 405. */
export interface Writer {
	create?(world: World, values: Values): Row;
	change?(world: World, row: Row, values: Values): void;
	remove?(world: World, row: Row): void;
}
