import { contractOf } from './contract';

contractOf('vprotect');
