import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const modules = join(root, 'node_modules')
export const cliEntry = join(root, 'out', 'main', 'cli.js')
export const devEntry = join(root, 'scripts', 'dev', 'main.ts')
export const conformanceEntry = join(root, 'test', 'conformance', 'print-table.ts')
export const streamConformanceEntry = join(root, 'test', 'conformance-streams', 'print-table.ts')
export const redisConformanceEntry = join(root, 'test', 'conformance-redis', 'print-violations.ts')
export const faultsEntry = join(root, 'test', 'faults', 'run', 'main.ts')
export const benchEntry = join(root, 'test', 'bench', 'main.ts')
export const redisSchemaEntry = join(root, 'scripts', 'redis-schema.ts')
export const smokeEntry = join(root, 'scripts', 'smoke', 'run.mjs')
/** Outside node_modules and out, which npm and the build empty. */
export const lockFolder = join(root, '.cache', 'bootstrap.lock')
/** As vitest.config.ts says. */
export const coverageFolder = join(root, '.cache', 'coverage')
export const buildStamp = join(root, 'out', '.built-from')

/** The Node that package.json pins, as the npm package `node` installs it. */
export const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
