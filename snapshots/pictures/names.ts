/** Marks that change the direction of all that follows: a name must not reach beyond itself. */
const DIRECTION_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const SPACES = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;
const RIGHT_TO_LEFT =
	/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Samaritan}\p{Script=Mandaic}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** A name as one line that turns nothing around it. */
export const oneLine = (name: string): string =>
	name.replace(DIRECTION_CONTROLS, '').replace(SPACES, ' ').trim();

/**
 * A name that can stand within a sentence, or be cut at either side, in any direction of writing. Done by
 * characters, not by the attribute `direction`: that one also turns the meaning of `text-anchor`, and some
 * programs that draw SVG do not know it.
 */
export const isolated = (text: string): string =>
	RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
