import { rmSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const source = join(import.meta.dirname, 'gateways')
const input = {
  floor: join(source, 'floor.ts'),
  ccxt: join(source, 'ccxt.mjs'),
  'lag-probe': join(source, 'lag-probe.ts'),
}

let built: Promise<string> | null = null

/**
 * The path of a program as plain JavaScript, as ours is: whoever starts from TypeScript carries Node's own reader of it
 * along, some 20 MB, and waits for it.
 */
export async function builtProgram(name: keyof typeof input): Promise<string> {
  built ??= buildAll()
  return join(await built, `${name}.js`)
}

async function buildAll(): Promise<string> {
  const cache = join(import.meta.dirname, '../../.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: true, outDir: folder, rolldownOptions: { input, output: { entryFileNames: '[name].js' } } },
  })
  return folder
}
