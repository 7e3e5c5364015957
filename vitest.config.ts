/** Tests run in processes of their own: threads that hold sockets must not be torn down. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
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
          // Real clusters share two cores at best: one file at a time.
          fileParallelism: false,
          // A guard against hangs; what is waited for has deadlines of its own.
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
