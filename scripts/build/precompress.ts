import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Below it the headers weigh more than what is saved. */
const worthwhileBytes = 1024

/**
 * Puts a brotli and a gzip form beside each text that the build has written to `assets/`, with `.br` and `.gz` behind
 * its name: done once here, they can be as small as they get.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    async writeBundle({ dir }) {
      const folder = join(dir ?? '.', 'assets')
      const names = await readdir(folder)
      await Promise.all(
        names.filter((name) => /\.(?:js|css|svg)$/.test(name)).map((name) => compress(join(folder, name))),
      )
    },
  }
}

async function compress(path: string): Promise<void> {
  const text = await readFile(path)
  if (text.length < worthwhileBytes) return
  const quality = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, quality))
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }))
}
