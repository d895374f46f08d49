/**
 * Parts of the expressions under a node's name on the canvas. There `$parameter.target` is the locator's bare
 * value, whatever its mode: a name is shown, an ID would tell a person nothing.
 */
const isId = (parameter: string): string =>
	`/^([0-9]+|[0-9a-f-]{36}|[0-9a-f]{40})$/i.test($parameter.${parameter})`;

const byLevel = (vm: string, volume: string, tenant: string): string =>
	`({ volume: "${volume}", tenant: "${tenant}" }[$parameter.level] || "${vm}")`;

const ONE = byLevel('a VM', 'a volume', 'a tenant');
const CHOSEN = byLevel('the chosen VM', 'the chosen volume', 'the chosen tenant');
const MATCHING = byLevel('all matching VMs', 'all matching volumes', 'all matching tenants');
const FROM_INPUT = byLevel('VM from input', 'volume from input', 'tenant from input');

/** What the node works on: the one that is chosen in the panel, all that match, or those from the input. */
export const TARGETS = `($parameter.level === "system" ? "the whole system" : { one: ${isId('target')} ? ${CHOSEN} : $parameter.target || ${ONE}, filter: ${MATCHING}, input: ${FROM_INPUT} }[$parameter.targetMode])`;

/** The one profile of the system's own that is chosen in the panel. */
export const CHOSEN_NATIVE_PROFILE = `(${isId('nativeProfile')} ? "the chosen profile" : $parameter.nativeProfile || "a profile")`;

/** The one snapshot that is chosen in the panel. */
export const CHOSEN_SNAPSHOT = `(${isId('snapshot')} ? "the chosen snapshot" : $parameter.snapshot || "a snapshot")`;

const PART = `({ tenant: "tenant" }[$parameter.partLevel] || "VM")`;

/** What is brought back out of a snapshot that holds whole targets; elsewhere the target itself. */
export const CHOSEN_PART = `($parameter.level !== "system" ? ${TARGETS} : !$parameter.part ? "a " + ${PART} : ${isId('part')} ? "the chosen " + ${PART} : $parameter.part)`;

/** What becomes of it, as long as it has no name. */
export const A_NEW_ONE = `($parameter.level === "system" ? "a new " + ${PART} : ${byLevel('a new VM', 'a new volume', 'a new tenant')})`;
