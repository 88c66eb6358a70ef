#!/usr/bin/env node
import { packageFolder, packageVersion } from './package';
import { start } from './start';

// in a checkout and in the image; installed by itself it is packaged.ts
start({ version: packageVersion(), checkout: packageFolder() });
