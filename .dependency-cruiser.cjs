/**
 * Which folder may import which. Every top-level folder has one row; an import that no row allows is refused, and so is a folder
 * without a row. Read downwards: what stands higher may import what stands lower, never the other way round.
 */
const MAY_IMPORT = {
  // pure rules: zod for shapes, nothing else
  domain: [],
  // deterministic code; of activities only the types (a rule of its own below)
  workflows: ['domain', 'activities'],
  // side effects behind ports
  activities: ['domain'],
  // the one way to the engine
  temporal: ['domain', 'workflows', 'activities/ports'],
  // work in threads of its own
  threads: ['domain'],
  // adapters
  store: ['domain', 'activities/ports'],
  channels: ['domain', 'activities/ports', 'threads'],
  // what carries out maintenance; signs as webhooks do
  executors: ['domain', 'activities/ports', 'channels/webhooks', 'channels/convergence', 'temporal'],
  // who somebody is
  identity: ['domain', 'activities/ports'],
  config: ['domain'],
  // what is decided with stores and channels, for api and worker
  'use-cases': ['domain', 'activities/ports', 'store', 'channels', 'temporal', 'threads'],
  // adapters made from the configuration
  composition: [
    'domain',
    'activities',
    'store',
    'channels',
    'executors',
    'identity',
    'temporal',
    'use-cases',
    'config',
  ],
  // pages
  web: ['domain', 'activities/ports', 'store', 'use-cases'],
  // processes
  api: ['domain', 'activities/ports', 'store', 'channels', 'temporal', 'use-cases', 'config', 'composition', 'web'],
  worker: ['domain', 'activities', 'workflows', 'store', 'channels', 'temporal', 'use-cases', 'config', 'composition'],
  ops: ['domain', 'store', 'temporal', 'workflows', 'use-cases', 'config'],
  // speaks HTTP; of the domain only types (a rule of its own below)
  cli: ['domain'],
  // real servers that stand for paid services; they take no truth from the product
  'stand-ins': [],
  dev: ['.*'],
  bench: ['.*'],
  test: ['.*'],
};

const folders = Object.keys(MAY_IMPORT);

const rows = folders.map((folder) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import ${MAY_IMPORT[folder].join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: `^(${folders.join('|')})/`,
    pathNot: [folder, ...MAY_IMPORT[folder]].map((allowed) => `^${allowed}/`),
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rows,
    {
      name: 'every-folder-has-a-row',
      severity: 'error',
      from: {},
      to: {
        pathNot: [`^(${folders.join('|')})/`, 'node_modules/', '^swc\\.config\\.cjs$', '^package\\.json$'],
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'no-circle',
      comment: 'no circle but one of types alone, inside one folder',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { pathNot: '^(test|dev|stand-ins|bench)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ may import only domain/ and zod; domain/series/ zone arithmetic, and one file the names of hosts, too',
      severity: 'error',
      from: {
        path: '^domain/',
        pathNot: ['^domain/series/(clock|dates)\\.ts$', '^domain/delivery/address-form\\.ts$'],
      },
      to: { pathNot: ['^domain/', 'node_modules/zod/'] },
    },
    {
      name: 'zone-arithmetic-is-pure',
      severity: 'error',
      from: { path: '^domain/series/(clock|dates)\\.ts$' },
      to: { pathNot: ['^domain/', 'node_modules/@js-temporal/polyfill/'] },
    },
    {
      name: 'host-names-are-pure',
      severity: 'error',
      from: { path: '^domain/delivery/address-form\\.ts$' },
      to: { pathNot: ['^domain/', '^(node:)?url$'] },
    },
    {
      name: 'workflows-know-no-host-names',
      comment: 'the runtime has the tables, so a replay could decide otherwise; and the sandbox has no node:url',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/delivery/address-form\\.ts$', reachable: true },
    },
    {
      name: 'workflows-know-no-time-zones',
      comment: 'zone data change with the runtime, so a replay could decide otherwise; and the bundle stays small',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: 'node_modules/@js-temporal/polyfill/', reachable: true },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'workflows/ may import only workflows/, domain/, @temporalio/workflow and @temporalio/common',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: ['^workflows/', '^domain/', 'node_modules/@temporalio/(workflow|common)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'cli-names-types-of-the-domain-only',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-way-to-temporal',
      comment:
        'temporal/ alone speaks to the engine as a client; worker/ runs workers; dev/, bench/ and test/ may look inside',
      severity: 'error',
      from: { pathNot: '^(temporal|worker|dev|bench|test)/' },
      to: { path: 'node_modules/@temporalio/(client|worker|envconfig)/' },
    },
    {
      name: 'workers-start-nothing',
      comment: 'worker/ connects and runs workers; starting and signalling workflows is for temporal/',
      severity: 'error',
      from: { path: '^worker/' },
      to: { path: 'node_modules/@temporalio/client/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // programs over generated clients are built beside these, in a folder of their own
    exclude: { path: '^(dist|\\.data|\\.cache|test/long/clients)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
