import type { ServerResponse } from 'node:http'
import { readPanelFile } from '../panel/panel-files.ts'
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
