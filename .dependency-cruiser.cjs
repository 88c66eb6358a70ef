/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { pathNot: '^(test|dev|bench)/' },
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
      comment: 'domain/ may import only domain/ and zod',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: ['^domain/', 'node_modules/zod/'] },
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
      name: 'workflow-types-from-activities-only',
      comment: 'type-only imports of workflows/ may reach activities/, nothing else',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: ['^workflows/', '^domain/', '^activities/', 'node_modules/@temporalio/(workflow|common)/'],
        dependencyTypes: ['type-only'],
      },
    },
    {
      name: 'activities-know-no-workflow-api-web',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(workflows|api|web|worker|cli|dev)/' },
    },
    {
      name: 'activities-reach-the-world-through-ports',
      comment: 'adapters in store/ and channels/ are handed in; only their types may be named',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(store|channels)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-know-ports-and-domain-only',
      severity: 'error',
      from: { path: '^(store|channels)/' },
      to: { path: '^(workflows|api|web|worker|cli|dev)/' },
    },
    {
      name: 'web-renders-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(activities|worker|workflows|channels|api|cli|dev)/' },
    },
    {
      name: 'cli-knows-the-api-only',
      comment: 'cli/ speaks HTTP: of ours it may import itself, and types of domain/',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(activities|api|bench|channels|config|dev|ops|store|web|worker|workflows|test)/' },
    },
    {
      name: 'cli-names-types-of-the-domain-only',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-to-temporal',
      comment: 'api/windows-client.ts alone speaks to Temporal for the API; dev/ and test/ may look inside',
      severity: 'error',
      from: {
        path: '^(api|web|store|channels|domain)/',
        pathNot: '^api/(windows-client|temporal-connection|main)\\.ts$',
      },
      to: { path: 'node_modules/@temporalio/(client|worker)/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { pathNot: '^(test|dev|bench)/' },
      to: { path: '^(test|dev|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data|\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
