/**
 * Parts of the expressions under a node's name on the canvas. There `$parameter.target` is the locator's bare
 * value, whatever its mode: a name is shown, an ID would tell a person nothing.
 */
const isId = (parameter: string): string => `/^[0-9a-f-]{36}$/i.test($parameter.${parameter})`;

/** The one VM that is chosen in the panel. */
export const CHOSEN_VM = `(${isId('target')} ? "the chosen VM" : $parameter.target || "a VM")`;

/** The one snapshot that is chosen in the panel. */
export const CHOSEN_SNAPSHOT = `(${isId('snapshot')} ? "the chosen snapshot" : $parameter.snapshot || "a snapshot")`;
