export type { Answer } from './answer';
export { ApiError } from './apiError';
export { sendTo, type TestAnswer } from './client';
export type { HttpsFault, RequestMatcher } from './faults';
export { atPace } from './pace';
export { withHidden, type ClientCertificate, type SeenRequest, type WholeRequest } from './request';
export { SimulatedServer, type SimulatedApi, type SimulatedTls } from './server';
export { HttpsSimulator, type HttpsSimulatorOptions } from './simulator';
