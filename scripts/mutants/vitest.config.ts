/** The unit tests of one folder of machines: what has to find the mutants that StrykerJS makes. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [`test/${process.env.MUTANTS_OF}/**/*.test.ts`],
    // Pure code leaves nothing behind, so that files can share a process.
    isolate: false,
    testTimeout: 30_000,
  },
})
