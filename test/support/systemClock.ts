export { systemClock } from '../../cli/systemClock';
