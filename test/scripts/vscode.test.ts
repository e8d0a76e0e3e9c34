import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const read = (name: string): string => readFileSync(join(root, '.vscode', name), 'utf8')

test('what VS Code is told to start is there, or is built', () => {
  const paths = [...read('launch.json').matchAll(/\$\{workspaceFolder\}\/([\w./-]+)"/g)].map(([, path]) => path ?? '')
  const installed = paths.filter((path) => path.startsWith('node_modules/') && !path.endsWith('.cmd'))
  expect(installed.length).toBeGreaterThanOrEqual(3)
  for (const path of installed) expect(existsSync(join(root, path)), path).toBe(true)
  const config = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8')
  expect(paths).toContain('out/main/cli.js')
  expect(config).toMatch(/cli: 'src-main\/cli\.ts'/)
})

test('its tasks are npm scripts', () => {
  const { tasks } = JSON.parse(read('tasks.json')) as {
    readonly tasks: readonly { readonly script: string }[]
  }
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: object
  }
  for (const { script } of tasks) expect(scripts).toHaveProperty(script)
})
