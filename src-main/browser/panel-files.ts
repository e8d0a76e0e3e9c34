import { readFile, realpath } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { assetPathOf, contentTypeOf } from '../../src-shared/panel-page.ts'
import { answer, answerText } from './answer.ts'

/** Answers a signed-in browser that asks for a file of the panel: the built ones, or in `npm run dev` the sources. */
export type PanelFiles = (url: URL, response: ServerResponse) => Promise<void>

/** The built panel: out/renderer. */
export const builtFiles =
  (folder: string): PanelFiles =>
  async ({ pathname }, response) => {
    const file = await readPanelFile(folder, pathname)
    if (file === null) answerText(response, 404, 'There is no such page.')
    else answer(response, 200, file.contentType, file.body, { 'cache-control': file.cacheControl })
  }

interface PanelFile {
  readonly body: Buffer
  readonly contentType: string
  readonly cacheControl: string
}

/** The file that a URL path names, or null: not there, not of a served kind, or not inside the folder. */
async function readPanelFile(folder: string, urlPath: string): Promise<PanelFile | null> {
  const asset = assetPathOf(urlPath)
  const contentType = asset === null ? null : contentTypeOf(asset)
  if (asset === null || contentType === null) return null
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, asset))
    if (!path.startsWith(root + sep)) return null
    // The build puts a hash of the content into the names of assets/.
    const cacheControl = asset.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
    return { body: await readFile(path), contentType, cacheControl }
  } catch {
    return null
  }
}
