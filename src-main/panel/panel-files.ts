import { readFile, realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { assetPathOf, contentTypeOf } from '../../src-shared/panel-page.ts'

/** The forms that the build puts beside a file, by the name that HTTP has for them. */
const suffixes = { br: '.br', gzip: '.gz' } as const
export type Encoding = keyof typeof suffixes

export interface PanelFile {
  readonly body: Buffer
  readonly contentType: string
  /** How `body` is compressed; null: it is the file itself. */
  readonly encoding: Encoding | null
  readonly cacheControl: string
  /** Names this content in this form, quoted; null: the file is not to be kept. */
  readonly etag: string | null
}

/**
 * The file of the built panel that a URL path names, or null: not there, not of a served kind, or not inside the
 * folder.
 * @param encodings what the reader understands, the best first; none: the file as it is
 */
export async function readPanelFile(
  folder: string,
  urlPath: string,
  encodings: readonly Encoding[] = [],
): Promise<PanelFile | null> {
  const asset = assetPathOf(urlPath)
  const contentType = asset === null ? null : contentTypeOf(asset)
  if (asset === null || contentType === null) return null
  // The build puts a hash of the content into the names of assets/.
  const hashed = asset.startsWith('assets/')
  for (const encoding of [...(hashed ? encodings : []), null]) {
    const body = await readInside(folder, encoding === null ? asset : asset + suffixes[encoding])
    if (body === null) continue
    return {
      body,
      contentType,
      encoding,
      cacheControl: hashed ? 'private, max-age=31536000, immutable' : 'no-store',
      etag: hashed ? `"${basename(asset)}${encoding === null ? '' : suffixes[encoding]}"` : null,
    }
  }
  return null
}

/** null: not there, or a link that leads out of the folder. */
async function readInside(folder: string, asset: string): Promise<Buffer | null> {
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, asset))
    return path.startsWith(root + sep) ? await readFile(path) : null
  } catch {
    return null
  }
}
