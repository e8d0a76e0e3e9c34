import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { readPanelFile } from '../panel/panel-files.ts'
import { acceptedEncodings } from './accept-encoding.ts'
import { answer, answerText, answerUnchanged } from './answer.ts'

/** Answers a signed-in browser that asks for a file of the panel: the built ones, or in `npm run dev` the sources. */
export type PanelFiles = (url: URL, headers: IncomingHttpHeaders, response: ServerResponse) => Promise<void>

/** The built panel: out/renderer, in the smallest form that the browser understands. */
export const builtFiles =
  (folder: string): PanelFiles =>
  async ({ pathname }, headers, response) => {
    const file = await readPanelFile(folder, pathname, acceptedEncodings(headers['accept-encoding']))
    if (file === null) {
      answerText(response, 404, 'There is no such page.')
      return
    }
    const { body, contentType, encoding, cacheControl, etag } = file
    const about = {
      'cache-control': cacheControl,
      vary: 'Accept-Encoding',
      ...(encoding !== null && { 'content-encoding': encoding }),
      ...(etag !== null && { etag }),
    }
    if (etag !== null && isNamed(etag, headers['if-none-match'])) answerUnchanged(response, about)
    else answer(response, 200, contentType, body, about)
  }

/** Whether a browser says that it has this content already. */
function isNamed(etag: string, header: string | undefined): boolean {
  return (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
