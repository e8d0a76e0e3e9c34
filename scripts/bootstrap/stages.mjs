import { join } from 'node:path'
import { audit } from './audit.mjs'
import { StageFailure } from './output.mjs'
import { modules, root } from './paths.mjs'
import { runNode, runTool } from './processes.mjs'
import { ensureTestTools } from './system.mjs'

const entries = {
  'dependency-cruiser': 'dependency-cruiser/bin/dependency-cruise.mjs',
  'electron-vite': 'electron-vite/bin/electron-vite.js',
  eslint: 'eslint/bin/eslint.js',
  knip: 'knip/bin/knip.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
}

const sourceFolders = ['src-main', 'src-shared', 'src-renderer', 'src-preload', 'practice', 'test', 'scripts']

/** The script of a tool, to run under the pinned Node. */
export const tool = (name) => join(modules, ...entries[name].split('/'))

/** ESLint, which needs most of the time and one core, and beside it the others. @throws StageFailure */
export async function lint() {
  await together([() => runTool('ESLint', [tool('eslint'), '.', '--max-warnings', '0']), lintWithoutTypes])
}

async function lintWithoutTypes() {
  await runTool('The search for import cycles', [tool('dependency-cruiser'), ...sourceFolders])
  await runTool('The search for what nobody uses', [tool('knip')])
  await runTool('Prettier (npm run format repairs it)', [tool('prettier'), '--check', '--log-level', 'warn', '.'])
}

/** @throws StageFailure */
export async function typecheck() {
  for (const side of ['node', 'web'])
    await runTool('The type check', [tool('tsc'), '-p', join(root, `tsconfig.${side}.json`)])
}

/** Everything that must hold, a line with its time for each stage. Nothing of the product runs unless what can be read of it holds. */
export async function runTests(prepare, rest) {
  const beginning = performance.now()
  await timed('system packages', ensureTestTools)
  await timed('npm packages', () => prepare({}))
  await together([
    () => timed('lint', lint),
    async () => {
      await timed('audit', audit)
      await timed('types', typecheck)
      await timed('build', () => prepare({ build: true }))
    },
  ])
  const code = await timed('tests', () => runNode([tool('vitest'), 'run', '--root', root, ...rest]))
  console.log(code === 0 ? `All passed (${seconds(beginning)}).` : `The tests failed (${seconds(beginning)}).`)
  return code
}

/** Waits for all of them, whichever fails. @throws StageFailure with what every one that failed says. */
async function together(works) {
  const results = await Promise.allSettled(works.map((work) => work()))
  const failures = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason)
  const bug = failures.find((failure) => !(failure instanceof StageFailure))
  if (bug !== undefined) throw bug
  if (failures.length > 0) throw new StageFailure(failures.map(({ message }) => message).join('\n'))
}

async function timed(name, work) {
  const beginning = performance.now()
  const result = await work()
  console.log(`— ${name}: ${seconds(beginning)}`)
  return result
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
