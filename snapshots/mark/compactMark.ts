import { FINGERPRINT_LENGTH, KEY_LENGTH, fingerprint, type Mark } from './mark';

/**
 * The mark for systems that only keep a name: `vs1` and 36 characters of fixed width at the name's end,
 * after a part for people. The check tells a mark from a name that merely looks like one.
 */
const EXPIRY_LENGTH = 7;
const CHECK_LENGTH = 3;
const BODY_LENGTH = KEY_LENGTH + 3 * FINGERPRINT_LENGTH + EXPIRY_LENGTH + 1;
const NAME = new RegExp(`(?:^|[^0-9a-z])vs1([0-9a-z]{${BODY_LENGTH}})([0-9a-z]{${CHECK_LENGTH}})$`);

export const COMPACT_MARK_LENGTH = 3 + BODY_LENGTH + CHECK_LENGTH;

/** Keeps the fingerprints, the expiry and the hold; names and the reason of a hold do not fit. */
export function encodeCompactMark(mark: Mark): string {
	const body = [
		mark.key,
		mark.targetKey,
		mark.profileKey,
		mark.periodKey ?? NO_PERIOD,
		expiryText(mark.expiresAt),
		mark.held ? '1' : '0',
	].join('');
	return `vs1${body}${fingerprint(body, CHECK_LENGTH)}`;
}

export function decodeCompactMark(name: string): Mark | undefined {
	const [, body, check] = NAME.exec(name) ?? [];
	if (body === undefined || check !== fingerprint(body, CHECK_LENGTH)) return undefined;
	let at = 0;
	const take = (length: number): string => body.slice(at, (at += length));
	const key = take(KEY_LENGTH);
	const targetKey = take(FINGERPRINT_LENGTH);
	const profileKey = take(FINGERPRINT_LENGTH);
	const periodKey = take(FINGERPRINT_LENGTH);
	const expirySeconds = parseInt(take(EXPIRY_LENGTH), 36);
	return {
		key,
		targetKey,
		profileKey,
		periodKey: periodKey === NO_PERIOD ? undefined : periodKey,
		expiresAt: expirySeconds === 0 ? undefined : new Date(expirySeconds * 1000),
		held: take(1) === '1',
	};
}

// `o` never occurs in a fingerprint.
const NO_PERIOD = 'o'.repeat(FINGERPRINT_LENGTH);

// What fits into its width: the years 1970 to 4453. 0 stands for no expiry.
const LATEST_EXPIRY = 36 ** EXPIRY_LENGTH - 1;

function expiryText(expiresAt: Date | undefined): string {
	const seconds =
		expiresAt === undefined
			? 0
			: Math.min(Math.max(Math.floor(expiresAt.getTime() / 1000), 1), LATEST_EXPIRY);
	return seconds.toString(36).padStart(EXPIRY_LENGTH, '0');
}
