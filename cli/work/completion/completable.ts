export interface CompletableOption {
	/** Such as `-c` and `--connection`. */
	readonly flags: readonly string[];
	readonly says: string;
	readonly takesValue: boolean;
	readonly takesFile: boolean;
	/** All that it takes, if they can be told. */
	readonly values: readonly string[];
}

export interface Completable {
	readonly name: string;
	readonly summary: string;
	readonly options: readonly CompletableOption[];
	/** What its first argument may be, if that can be told. */
	readonly values: readonly string[];
}

/** Within single quotes of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
