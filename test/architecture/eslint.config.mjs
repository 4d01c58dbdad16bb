import { join } from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** L0 and L1: plain functions over data; time, randomness and settings come in as arguments (style.md, rule 3). */
const pureLibs =
  'libs/{kernel,contracts,pipeline,features,detection,correlation,drift,incidents,privacy,access,summary,comparison}/src/**/*.ts';
const tests = ['**/*.spec.{ts,tsx}', 'test/**/*.ts'];

const environment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read once, in main.ts, by the app’s config.ts.',
};
const impureProperties = [
  { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
  { object: 'performance', property: 'now', message: 'Take the time as an argument.' },
  { object: 'Math', property: 'random', message: 'Take the randomness as an argument.' },
  { object: 'crypto', property: 'randomUUID', message: 'Take the id as an argument.' },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'A pure core has no timers.',
}));
const impureModules = ['fs', 'fs/promises', 'net', 'http', 'https', 'timers', 'timers/promises', 'process']
  .flatMap((name) => [name, `node:${name}`])
  .map((name) => ({ name, message: 'A pure core does no I/O.' }));
const processModules = ['process', 'node:process'].map((name) => ({
  name,
  message: 'Use the global: its env is guarded.',
}));
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Libs have named exports only.' };
const readClock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Take the time as an argument.',
};

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.tunewarden/', 'coverage/', 'apps/console/src/api/schema.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [js.configs.recommended, tseslint.configs.recommended],
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      // TypeScript knows the globals of a typed file; the few .mjs run in Node.
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: join(import.meta.dirname, '../..') },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    },
  },
  {
    files: ['apps/*/src/**/*.{ts,tsx}', 'libs/*/src/**/*.ts', 'migrations/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', environment],
      'no-restricted-imports': ['error', { paths: processModules }],
    },
  },
  { files: ['apps/*/src/{main,config}.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['libs/*/src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', defaultExport] } },
  {
    files: [pureLibs],
    ignores: [...tests, 'libs/kernel/src/clock.ts'],
    rules: {
      'no-restricted-properties': ['error', environment, ...impureProperties],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-imports': ['error', { paths: impureModules }],
      'no-restricted-syntax': ['error', defaultExport, readClock],
    },
  },
  // Nest hands a class its dependencies through the constructor: at most six.
  {
    files: ['apps/*/src/**/*.{controller,consumer,scheduler,service,worker,channel}.ts'],
    rules: { 'max-params': ['error', 6] },
  },
  // A table of cases, a `describe` around them: length is no sign of trouble here.
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      'max-lines': ['error', 400],
    },
  },
);
