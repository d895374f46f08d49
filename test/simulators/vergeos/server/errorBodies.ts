import type { Quirks } from '../quirks';

/** The shapes of error bodies that clients have met in the wild; `{"err":…}` is the usual one. */
export function errorBody(shape: Quirks['errorShape'], text: string): unknown {
	switch (shape) {
		case 'err':
			return { err: text };
		case 'error':
			return { error: text };
		case 'errorMessage':
			return { error: { message: text } };
		case 'message':
			return { message: text };
		case 'errTrue':
			return { err: true, message: text };
		case 'text':
			return text;
	}
}
