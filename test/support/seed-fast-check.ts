import fc from 'fast-check';
import { SEED } from './seed';

/** Before each test file: fast-check draws from the run's seed wherever a test names none. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
