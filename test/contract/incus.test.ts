import { contractOf } from './contract';

contractOf('incus');
