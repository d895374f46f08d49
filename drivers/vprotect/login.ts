/** A local account of vProtect, as at its web console. */
export interface VprotectLogin {
	readonly username: string;
	readonly password: string;
}
