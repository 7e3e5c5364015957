/** How `npm run mutants` runs StrykerJS on one folder: see docs/testing.md. */

const folder = process.env.MUTANTS_OF

export default {
  mutate: [`src/${folder}/**/*.ts`],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutants/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What loops for ever is mostly ended by its number of rounds; a machine may be busy.
  timeoutMS: 12_000,
  incremental: true,
  incrementalFile: `reports/mutants/${folder}.json`,
  reporters: ['progress-append-only'],
  ignorePatterns: ['/docs', '/scenarios', '/exercises', '/schema', '/reports', '/dist*'],
  tempDirName: `reports/sandbox-${folder}`,
}
