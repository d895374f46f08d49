/**
 * A freeze that works leaves no line in a task's log, one that does not leaves one of these: the agent was
 * not there, its freezing was turned off, or it failed (qemu-server, Agent.pm and QemuConfig.pm of releases 8
 * and 9). A guest that somebody else has frozen already is as good as frozen by its snapshot; and a failed
 * thaw comes after it.
 */
const NOT_FROZEN: readonly RegExp[] = [
	/skipping guest (file ?system|fs) freeze(?! - already frozen)/i,
	/guest agent is not running/i,
	/unable to freeze guest/i,
	/after freezing guest fs failed/i,
	/fsfreeze-freeze\b.*(problem|fail|error|timeout|timed out)/i,
	/\bfreeze\b.*\b(failed|timed out)/i,
];

export const wasFrozen = (log: readonly string[]): boolean =>
	!log.some((line) => NOT_FROZEN.some((sign) => sign.test(line)));
