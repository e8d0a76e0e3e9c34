// npm run smoke:electron -- RUNTIME_DIR [OUTPUT_DIR]
//
// Opens the real window in an Electron runtime, attached to a gateway in another process, asks the page what it can do, and takes a
// picture. RUNTIME_DIR holds an `electron` executable that takes an application folder; the runtime is only ever a check, and may be
// older than the one that package.json pins. Needs xvfb-run where there is no screen. Without a runtime it says so and ends well.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const [runtime = '', output = ''] = process.argv.slice(2)
const electron = resolve(runtime, 'electron')
if (runtime === '' || !existsSync(electron)) {
  console.log(`Skipped: ${runtime === '' ? 'no runtime folder was given' : `${electron} is not there`}.`)
  process.exit(0)
}

const work = mkdtempSync(join(tmpdir(), 'aristobot-smoke-'))
const results = output === '' ? join(work, 'results') : resolve(output)
mkdirSync(results, { recursive: true })

/** Builds the variant: entry, preload and panel, with the folders where the product has them. */
function build() {
  const application = join(work, 'app')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const run = (words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...words], {
      cwd: root,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
  }
  const main = ['--config', 'scripts/smoke/vite.config.ts', '--outDir', join(application, 'out', 'main')]
  for (const mode of ['smoke', 'product']) run([...main, '--mode', mode])
  run(['src-renderer', '--outDir', join(application, 'out', 'renderer'), '--config', 'scripts/smoke/panel.config.ts'])
  mkdirSync(join(application, 'out', 'preload'), { recursive: true })
  copyFileSync(join(root, 'out', 'preload', 'index.cjs'), join(application, 'out', 'preload', 'index.cjs'))
  writeFileSync(
    join(application, 'package.json'),
    JSON.stringify({ name: 'aristobot-smoke', main: 'out/main/index.js' }),
  )
  return application
}

/** Starts a gateway with the browser host; resolves to its address. */
async function startGateway() {
  const words = [
    join(root, 'out', 'main', 'cli.js'),
    'start',
    '--browser',
    '--no-open',
    '--data',
    join(work, 'data'),
    '--redis',
    'redis://127.0.0.1:1',
  ]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('http://')) return { child, url: line }
  throw new Error('the gateway gave no address')
}

function runWindow(application, url) {
  const switches = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const words = [electron, ...switches, application, '--attach', url]
  const command = process.env.DISPLAY ? words : ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...words]
  const child = spawn(command[0], command.slice(1), {
    stdio: ['ignore', 'inherit', process.env.SMOKE_VERBOSE ? 'inherit' : 'ignore'],
    env: { ...process.env, SMOKE_OUTPUT: results },
    detached: true,
  })
  const end = () => process.kill(-child.pid, 'SIGKILL')
  const limit = setTimeout(end, 90_000)
  // A group of its own, which nobody else would end with us.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end)
  return new Promise((resolve) => {
    child.once('exit', () => {
      clearTimeout(limit)
      resolve()
    })
  })
}

const checks = {
  'the page has its own origin': (r) => r.url.startsWith('app://panel/'),
  'only call and subscribe are exposed': (r) => r.exposed.join() === 'call,subscribe',
  'no Node in the page': (r) => r.noNode.every((each) => each === 'undefined'),
  'calls are answered': (r) => r.info.ok === true && r.accounts.value.length === 1,
  'an unknown call is refused': (r) => r.unknown.error.text.key === 'error.unknown_channel',
  'a bad input is refused': (r) => r.badInput.error.text.key === 'error.input',
  'an input that cannot be sent is refused': (r) => r.uncloneable.ok === false,
  'other sites are out of reach': (r) => r.fetchOutside === 'refused' && r.popup === 'null',
  'navigation is refused': (r) => r.urlAfterNavigation.startsWith('app://panel/'),
  'events arrive': (r) => r.event === 'settings-changed',
  'the tray shows the kill switch': (r) =>
    ['Kill switch: active', 'Coupe-circuit : actif'].includes(r.tray[0]) && r.tray.length >= 6,
  'the panel is drawn': (r) => typeof r.text === 'string' && r.text.length > 200,
}

const gateway = await startGateway()
try {
  await runWindow(build(), gateway.url)
  const report = JSON.parse(readFileSync(join(results, 'report.json'), 'utf8'))
  for (const [what, holds] of Object.entries(checks)) {
    let good = false
    try {
      good = holds(report)
    } catch {
      // The report lacks what the check looks at.
    }
    console.log(`${good ? 'ok    ' : 'FAILED'}  ${what}`)
    if (!good) process.exitCode = 1
  }
  console.log(`Electron ${report.electron}; picture and report in ${results}`)
} finally {
  const ended = new Promise((resolve) => gateway.child.once('exit', resolve))
  gateway.child.kill('SIGTERM')
  await ended
  if (output !== '') rmSync(work, { recursive: true, force: true })
}
