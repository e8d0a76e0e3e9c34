import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { exitCodeOf } from './decisions.mjs'
import { StageFailure } from './output.mjs'
import { modules, pinnedNode, root } from './paths.mjs'

/** Who started us. npm's shell dies of a signal without handing it on: then this process is an orphan, and nobody wants its work. */
const starter = process.ppid
const isAbandoned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== starter
const lookForStarterMs = 500

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']

/** The environment in which `node`, wherever it is called, is the pinned one. */
function pinnedEnvironment() {
  return { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter) }
}

/** Where the person stands: npm runs its scripts in the project's root and says where it was called. */
export const callersFolder = () => (process.cwd() === root ? (process.env.INIT_CWD ?? root) : process.cwd())

/** Runs the pinned Node on our own standard streams, hands signals through, and resolves to its exit code. */
export function runNode(words, cwd = root) {
  if (isAbandoned()) return Promise.resolve(exitCodeOf(null, 'SIGTERM', constants.signals))
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode, words, {
      stdio: 'inherit',
      env: pinnedEnvironment(),
      cwd,
    })
    const pass = (signal) => child.kill(signal)
    for (const signal of passedOn) if (process.platform !== 'win32' || signal !== 'SIGUSR2') process.on(signal, pass)
    const watch = setInterval(() => {
      if (!isAbandoned()) return
      clearInterval(watch)
      child.kill('SIGTERM')
    }, lookForStarterMs)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const each of passedOn) process.off(each, pass)
      resolve(exitCodeOf(code, signal, constants.signals))
    })
  })
}

/** Runs a program quietly. @throws StageFailure with everything that it printed when it fails. */
export async function runQuietly(what, words, environment = process.env) {
  const { end, all } = await capture(what, words, { environment })
  if (end !== 'code 0') throw new StageFailure(`${all}\n${what} failed (${end}).`)
  return all
}

/**
 * Runs a program to its end, or to the time limit. Resolves to how it ended (`code 0`, or the signal's name), its standard output, and all
 * that it printed. @throws StageFailure when it cannot be started.
 */
export function capture(what, [program, ...words], { environment = process.env, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    // Standard input stays closed: the command's own input (API keys) is not for npm or a build.
    const plain = process.stderr.isTTY ? {} : { NO_COLOR: '1' }
    const env = { ...environment, ...plain }
    const child = spawn(program, words, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: 'SIGKILL' }),
    })
    const printed = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push({ stream, chunk }))
    const text = (entries) =>
      Buffer.concat(entries.map(({ chunk }) => chunk))
        .toString('utf8')
        .trimEnd()
    child.once('error', (error) => reject(new StageFailure(`${what} failed: ${error.message}`)))
    child.once('close', (code, signal) =>
      resolve({
        end: signal ?? `code ${code}`,
        stdout: text(printed.filter(({ stream }) => stream === child.stdout)),
        all: text(printed),
      }),
    )
  })
}

/** {@link runQuietly} for a JavaScript tool under the pinned Node. */
export const runTool = (what, words) => runQuietly(what, [pinnedNode, ...words], pinnedEnvironment())

/** Whether a program of this name stands in the PATH, or where system programs stand. */
export function isExecutable(name) {
  const usual = ['/usr/bin', '/usr/local/bin', '/usr/sbin', ...postgresFolders()]
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...usual]
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)))
}

/** Debian keeps each version of PostgreSQL in a folder of its own, outside the path. */
function postgresFolders() {
  const versions = '/usr/lib/postgresql'
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : []
}
