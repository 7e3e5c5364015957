/** How `npm run mutants` runs StrykerJS: see docs/testing.md. */

export default {
  mutate: ['src/{broker,client,worker,wire}/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutants/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // What loops for ever is ended by its number of rounds; a machine may be busy.
  timeoutMS: 12_000,
  incremental: true,
  incrementalFile: 'reports/mutants.json',
  reporters: ['progress-append-only'],
  ignorePatterns: ['/docs', '/scenarios', '/exercises', '/schema', '/reports', '/dist*'],
  tempDirName: 'reports/sandbox',
  allowEmpty: false,
}
