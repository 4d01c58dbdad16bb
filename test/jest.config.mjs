const shared = {
  rootDir: new URL('..', import.meta.url).pathname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          target: 'es2024',
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tunewarden/'],
};

/** A tier that runs against the real Kafka and PostgreSQL that the global setup starts once a run. */
const withServers = (displayName) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.spec.ts`],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/server-timeouts.ts'],
});

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,deploy,test/support,test/architecture}/**/*.spec.ts'],
    },
    withServers('integration'),
    withServers('acceptance'),
    {
      ...withServers('faults'),
      testMatch: ['<rootDir>/test/faults/**/*.spec.ts', '<rootDir>/test/acceptance/*-faults.spec.ts'],
    },
    { ...withServers('browser'), globalSetup: '<rootDir>/test/support/browser-setup.mjs' },
  ],
};
