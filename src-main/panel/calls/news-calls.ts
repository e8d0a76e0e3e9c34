import type { newsCalls as contract } from '../../../src-shared/contract/news.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function newsCalls({ news }: PanelServices): CallHandlers<typeof contract> {
  return { 'news.list': ({ after }) => news.page(after) }
}
