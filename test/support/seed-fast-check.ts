import fc from 'fast-check';
import { SEED } from './seed';

/** Runs before each test file: fast-check uses the run's seed wherever a test gives none. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
