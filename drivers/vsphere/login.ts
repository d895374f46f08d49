/** An account of vCenter or of the ESXi host, as in the vSphere Client. */
export interface VsphereLogin {
	readonly username: string;
	readonly password: string;
}
