/** Tests run in processes of their own: threads that hold sockets must not be torn down. */

import { defineConfig } from 'vitest/config'

/** Tests that make loads on real sockets, and fail if their machine cannot make them in time. */
const LOADS = ['arrivals', 'count', 'guide', 'run-load', 'run-shipped', 'storm'].map(
  name => `test/live/${name}.test.ts`,
)

export default defineConfig({
  test: {
    pool: 'forks',
    // Most of the time real clusters wait, and what only computes fills the gaps.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'machines',
          include: ['test/**/*.test.ts'],
          exclude: ['test/book/**', 'test/live/**', 'test/browser/**'],
          // Pure code leaves nothing behind, so that files can share a process.
          isolate: false,
          // A guard against hangs, on machines that do other things too.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'book',
          include: ['test/book/**/*.test.ts'],
          // Each claim closes its sockets, so that files can share a process here too.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/live/**/*.test.ts'],
          exclude: LOADS,
          // A guard against hangs; what is waited for has deadlines of its own.
          testTimeout: 90_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'loads',
          include: LOADS,
          // A load that is late is no load: of those that say so, two run at a time, and no more.
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 90_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // A browser has to start first, on a machine that may be busy.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
