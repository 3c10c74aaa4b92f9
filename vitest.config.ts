import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Where the tests' own pcscd listens (test/emulators/pcscd.ts). libpcsclite reads the real environment, which a
// test thread cannot change.
process.env['PCSCLITE_CSOCK_NAME'] = join(tmpdir(), `fobdesk-pcscd-${process.pid}`, 'pcscd.comm')

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
})
