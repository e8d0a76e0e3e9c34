import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The end of every bootstrap command: it runs the pinned Node and stays as long as that does. */
const lastStep = `import('./scripts/bootstrap/processes.mjs').then(({ runNode }) => runNode(['out/main/cli.js', 'practice', '--no-state']))`

/** What npm does: a shell around it. The `:` keeps the shell from becoming the bootstrap itself. */
const npmLike = `node -e "${lastStep}"; :`

test('a command whose npm was killed ends, though nobody hands it the signal', async () => {
  const shell = spawn('sh', ['-c', npmLike], {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: 'practice' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface({ input: shell.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  const { controlUrl } = JSON.parse(line) as { controlUrl: string }
  shell.kill('SIGKILL')
  // The pipe closes when the last process that holds it has ended.
  await once(lines, 'close')
  await expect(fetch(`${controlUrl}/faults`)).rejects.toThrow()
  expect(shell.killed).toBe(true)
})
