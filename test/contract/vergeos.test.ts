import { contractOf } from './contract';

contractOf('vergeos');
