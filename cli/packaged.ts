import { start } from './start';

/** Put in by `npm run package:cli`, because one file has no package beside it. */
declare const FOREWARN_CLI_VERSION: string;

start({ version: FOREWARN_CLI_VERSION, checkout: undefined });
