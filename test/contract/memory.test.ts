import { contractOf } from './contract';

contractOf('memory');
