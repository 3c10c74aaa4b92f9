import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'threads',
    maxWorkers: 2,
    // Many tests start real processes, servers and browsers: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
