import type { HttpsFault } from '../../../support/simulatedHttps';

export type Fault =
	| HttpsFault
	/** The session ends just before this request. */
	| { readonly kind: 'sessionExpires' };
