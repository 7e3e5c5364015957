/** The unit tests of the machines: what has to find the mutants that StrykerJS makes. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{broker,client,worker,wire}/**/*.test.ts'],
    // Pure code leaves nothing behind, so that files can share a process.
    isolate: false,
    testTimeout: 30_000,
  },
})
