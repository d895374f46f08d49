import type { Quirks } from '../quirks';

export function errorBody(shape: Quirks['errorShape'], message: string): unknown {
	switch (shape) {
		case 'message':
			return { message };
		case 'errorMessage':
			return { error: { message } };
		case 'text':
			return message;
	}
}
