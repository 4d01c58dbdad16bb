/**
 * Who may import whom (the map of folders in README.md):
 * apps -> L2 -> L0, apps -> L1 -> L0, never sideways between L1 libs or between apps, libs only by their `#name`.
 */
const L0 = '^libs/(kernel|contracts)/';
const L1 =
  '^libs/(pipeline|features|detection|correlation|drift|incidents|privacy|formats|access|summary|comparison)/';
const L2 = '^libs/(telemetry|config|outbound|kafka|database|keys)/';
const spec = '[.]spec[.]tsx?$';
const npm = (name) => `(^|/)node_modules/${name}`;

/** Packages that only the named paths may import. */
const onlyIn = (name, packages, paths) => ({
  name,
  severity: 'error',
  from: { pathNot: paths },
  to: { path: packages.map(npm) },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved-imports',
      // Jest's setup takes the built code, which a fresh clone builds after this gate.
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that is not in package.json is there by luck.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-production',
      severity: 'error',
      from: { path: '^(libs|migrations|apps/(?!console/))', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'libs-by-their-name-only',
      comment: 'A lib is reached by #name, which is its index.ts; its other files are its own.',
      severity: 'error',
      from: { path: '^(?:libs|apps|migrations|deploy|test)/([^/]+)' },
      to: { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'no-lib-by-its-own-name',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/$1/', dependencyTypes: ['aliased-subpath-import'] },
    },
    {
      name: 'L0-stands-alone',
      severity: 'error',
      from: { path: L0, pathNot: spec },
      to: { path: '^(libs|apps|migrations|deploy|test)/', pathNot: L0 },
    },
    {
      name: 'L1-imports-L0-only',
      comment: 'Never sideways: what two of them share belongs to L0.',
      severity: 'error',
      from: {
        path: '^libs/((?:pipeline|features|detection|correlation|drift|incidents|privacy|formats|access|summary|comparison))/',
      },
      to: { path: '^(libs|apps|migrations|deploy|test)/', pathNot: [L0, '^libs/$1/'] },
    },
    {
      name: 'L2-imports-L0-only',
      severity: 'error',
      from: { path: '^libs/((?:telemetry|config|outbound|kafka|database))/' },
      to: { path: '^(libs|apps|deploy|test)/', pathNot: [L0, '^libs/$1/'] },
    },
    {
      name: 'every-lib-has-a-layer',
      severity: 'error',
      from: { path: '^libs/', pathNot: [L0, L1, L2] },
      to: {},
    },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|deploy|test|migrations)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'console-imports-no-lib',
      comment: 'The console knows the API by its OpenAPI description alone.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|apps/(?!console/))' },
    },
    {
      name: 'pure-libs-do-no-io',
      severity: 'error',
      // An evaluation is a program that stands with what it measures.
      from: { path: [L0, L1], pathNot: [spec, '^libs/[^/]+/eval/'] },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|http|https|http2|dns|dgram|tls|child_process|worker_threads|timers|process)(/|$)',
      },
    },
    onlyIn('nest-at-the-rim', ['@nestjs/'], ['^apps/', '^libs/[^/]+/src/.*[.]module[.]ts$', '^test/']),
    onlyIn('kafkajs-behind-its-door', ['kafkajs/'], ['^libs/kafka/', '^test/(support|integration)/']),
    onlyIn('database-behind-its-door', ['(typeorm|pg)/', '@types/pg/'], ['^libs/database/', '^migrations/']),
    // A test stands in for a customer's service, which has an SDK of its own.
    onlyIn(
      'telemetry-behind-its-door',
      ['@opentelemetry/(sdk|exporter)[^/]*/'],
      ['^libs/telemetry/', '^test/acceptance/'],
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]tunewarden)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
