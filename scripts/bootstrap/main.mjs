import { ensureBuilt } from './build.mjs'
import { coverage } from './coverage.mjs'
import { processTestTools } from './decisions.mjs'
import { ensureInstalled } from './install.mjs'
import { withLock } from './lock.mjs'
import { say, StageFailure } from './output.mjs'
import {
  benchEntry,
  cliEntry,
  conformanceEntry,
  devEntry,
  faultsEntry,
  lockFolder,
  redisConformanceEntry,
  redisSchemaEntry,
  smokeEntry,
  streamConformanceEntry,
} from './paths.mjs'
import { callersFolder, runNode } from './processes.mjs'
import { ensurePeers, runPeers } from './peers.mjs'
import { ensureRedis, ensureTestTools } from './system.mjs'
import { lint, runTests, tool, typecheck } from './stages.mjs'

/** The commands, as `npm run <name>` gives them. Each takes the rest of the command line and resolves to the exit code. */
const commands = {
  start: (rest) => product('start', rest),
  gateway: (rest) => product('gateway', rest),
  practice: (rest) => product('practice', rest),
  account: (rest) => product('account', rest),
  guard: (rest) => product('guard', rest),
  database: (rest) => product('database', rest),
  rehearse: (rest) => product('rehearse', rest),
  verify: (rest) => product('verify', rest),
  journal: (rest) => product('journal', rest),
  doctor: (rest) => product('doctor', rest),
  dev: async (rest) => {
    // Electron's window needs the built preload.
    await prepare({ build: !rest.includes('--browser') })
    return runNode([devEntry, ...rest])
  },
  test: (rest) => runTests(prepare, rest),
  build: async () => {
    await prepare({ build: true, force: true })
    return 0
  },
  lint: async () => {
    await prepare({})
    await lint()
    return 0
  },
  typecheck: async () => {
    await prepare({})
    await typecheck()
    return 0
  },
  prettier: (rest) => withTool('prettier', rest),
  vitest: async (rest) => {
    await prepare({ build: true })
    return runNode([tool('vitest'), ...rest])
  },
  coverage: async (rest) => {
    await prepare({ build: true })
    return coverage(rest)
  },
  conformance: async (rest) => {
    await prepare({})
    return runNode([conformanceEntry, ...rest])
  },
  'conformance:streams': async (rest) => {
    await prepare({})
    return runNode([streamConformanceEntry, ...rest])
  },
  'conformance:redis': async (rest) => {
    await prepare({ build: true })
    await ensureTestTools()
    return runNode([redisConformanceEntry, ...rest])
  },
  faults: async (rest) => {
    await prepare({ build: true })
    await ensureTestTools(processTestTools)
    return runNode([faultsEntry, ...rest])
  },
  'schema:redis': async (rest) => {
    await prepare({})
    return runNode([redisSchemaEntry, ...rest])
  },
  bench: async (rest) => {
    await prepare({ build: true })
    await ensureTestTools(processTestTools)
    await ensurePeers()
    return runNode([benchEntry, ...rest])
  },
  peers: async (rest) => {
    await prepare({})
    return runPeers(rest)
  },
  'smoke:electron': async (rest) => {
    await prepare({ build: true })
    return runNode([smokeEntry, ...rest])
  },
}

/** @returns the exit code. */
export async function main(name, rest) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null
  if (command === null) {
    say(`There is no command ${name ?? ''}; there are ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  try {
    return await command(rest)
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
    say(error.message)
    return 1
  }
}

/** Installs packages and builds where needed. One start at a time: a second one waits, and finds the work done. */
async function prepare({ build = false, force = false }) {
  await withLock(lockFolder, async () => {
    await ensureInstalled()
    if (build) await ensureBuilt(force)
  })
}

async function product(name, rest) {
  await prepare({ build: true })
  if (name === 'start') await ensureRedis(rest)
  return runNode([cliEntry, name, ...rest], callersFolder())
}

async function withTool(name, rest) {
  await prepare({})
  return runNode([tool(name), ...rest])
}
