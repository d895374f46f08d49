import { ApiError } from '../../../support/simulatedHttps';
import type { Refusal } from '../quirks';

export { ApiError };

export const refusal = ({ status, text }: Refusal, name: string): ApiError =>
	new ApiError(status, text.replace('{name}', name));

export const invalid = (text: string): ApiError => new ApiError(400, text);

export const notFound = (what: string, guid: string): ApiError =>
	new ApiError(404, `${what} ${guid} not found`);
