import type { NewsView } from '../../src-shared/news-text.ts'

/** Forms of this window that were sent, and orders that were cancelled in it. */
const forms = new Set<string>()
const cancelled = new Set<string>()

export const noteSentForm = (formId: string): void => void forms.add(formId)
export const noteCancelled = (orderId: string): void => void cancelled.add(orderId)

/** Whether somebody at this window has just been told so by what they did. */
export function isOwnDeed(news: NewsView): boolean {
  if (!('order' in news)) return false
  const { id, toldToForm } = news.order
  return (toldToForm !== null && forms.has(toldToForm)) || (news.what === 'ended_in_part' && cancelled.has(id))
}
