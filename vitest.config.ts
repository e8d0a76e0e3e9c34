import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/**
 * Journals wait for the disk with every order: where the system has a folder in memory with room for all, tests have
 * theirs there.
 */
function temporaryFolder(): string {
  const inMemory = '/dev/shm'
  const needed = 2 ** 31
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= needed ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** One project a kind of test, so that each can be run alone: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    // Some tests start several processes one after the other; a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The files of a project share their worker's modules: importing them anew for each file cost more than half of
    // what most files take. What a file changes of its process it therefore puts back.
    isolate: false,
    env: {
      // Some hundred times a test starts the built command line; a fifth of each start is compiling the same files.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache/compiled'),
      TMPDIR: temporaryFolder(),
    },
    // Tests start servers, browsers and gateways of their own, and wait a third of their time for limits in whole
    // seconds: one file more than the machine that this is measured on has cores.
    maxWorkers: 3,
    coverage: {
      provider: 'v8',
      include: ['src-*/**', 'practice/src/**'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: '.cache/coverage',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'practice/test/**/*.test.ts'],
          exclude: [
            'test/conformance/**',
            'test/conformance-redis/**',
            'test/conformance-streams/**',
            'test/faults/**',
            'test/e2e/**',
            'test/redis/**',
            'test/gateway/**',
            'test/django/**',
            'test/keychain/**',
          ],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'components',
          include: ['test/renderer/components/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['test/renderer/support/set-up.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'conformance', include: ['test/{conformance,conformance-streams}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'redis',
          include: [
            'test/redis/**/*.test.ts',
            'test/conformance-redis/**/*.test.ts',
            'test/gateway/**/*.test.ts',
            'test/django/**/*.test.ts',
          ],
        },
      },
      { extends: true, test: { name: 'keychain', include: ['test/keychain/**/*.test.ts'] } },
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'] } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
})
