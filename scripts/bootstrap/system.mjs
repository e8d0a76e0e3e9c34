import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { isDebian, mayProvideRedis, missingPackages, testTools } from './decisions.mjs'
import { say, StageFailure } from './output.mjs'
import { isExecutable, runQuietly } from './processes.mjs'

const isRoot = () => process.getuid?.() === 0

/** The Debian packages that the tests need. @throws StageFailure that names them where they cannot be installed here. */
export async function ensureTestTools(tools = testTools) {
  const missing = missingPackages(tools, isExecutable)
  if (missing.length === 0) return
  if (!mayInstall()) {
    throw new StageFailure(
      `The tests need ${missing.join(', ')}: install ${missing.length === 1 ? 'it' : 'them'} (on Debian: sudo apt-get install ${missing.join(' ')}), or run npm test as root.`,
    )
  }
  say(`Installing Debian packages that the tests need: ${missing.join(', ')}.`)
  await aptInstall(missing)
  const still = missingPackages(testTools, isExecutable)
  if (still.length > 0) throw new StageFailure(`apt-get ended well, but these are still missing: ${still.join(', ')}.`)
}

/** Sees to it that a start finds a Redis, or that the gateway can start one; where it cannot, says how, and the start goes on. */
export async function ensureRedis(rest) {
  if (!mayProvideRedis(process.env, rest) || isExecutable('redis-server') || (await redisAnswers())) return
  if (!mayInstall()) {
    say(
      'No Redis answers at localhost:6379, and redis-server is not installed (Debian: sudo apt-get install redis-server): running without Redis.',
    )
    return
  }
  say('Installing the Debian package redis-server: the gateway takes Django’s requests from Redis.')
  try {
    await aptInstall(['redis-server'])
  } catch (error) {
    say(`${error.message}\nredis-server could not be installed: running without Redis.`)
  }
}

function mayInstall() {
  if (!isRoot() || !isExecutable('apt-get')) return false
  try {
    return isDebian(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

async function aptInstall(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  await runQuietly('apt-get update', ['apt-get', ...patient, 'update'], environment)
  await runQuietly(
    'apt-get install',
    ['apt-get', ...patient, 'install', '-y', '--no-install-recommends', ...packages],
    environment,
  )
}

/** Whether a Redis answers at the default address. */
function redisAnswers() {
  return new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port: 6379, timeout: 1000 }, () => socket.write('PING\r\n'))
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', (data) => end(/^[+-]/.test(data.toString('latin1'))))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
    socket.once('close', () => end(false))
  })
}
