import { ApiError } from '../../../support/simulatedHttps';

export { ApiError };

export const notFound = (path: string): ApiError =>
	new ApiError(404, `Resource '/v4/${path}' not found`);
