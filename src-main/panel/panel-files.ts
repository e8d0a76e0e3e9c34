import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { assetPathOf, contentTypeOf } from '../../src-shared/panel-page.ts'

export interface PanelFile {
  readonly body: Buffer
  readonly contentType: string
  readonly cacheControl: string
}

/**
 * The file of the built panel that a URL path names, or null: not there, not of a served kind, or not inside the
 * folder.
 */
export async function readPanelFile(folder: string, urlPath: string): Promise<PanelFile | null> {
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
