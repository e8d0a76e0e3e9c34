import type { NewsText } from '../../src-shared/news-text.ts'

export type NoticePermission = 'granted' | 'denied' | 'default' | 'missing'

/** Whether the browser shows notifications of this page. */
export const noticePermission = (): NoticePermission =>
  typeof Notification === 'undefined' ? 'missing' : Notification.permission

/** Has the browser ask; to be called on a click. */
export async function askToNotify(): Promise<NoticePermission> {
  if (noticePermission() !== 'default') return noticePermission()
  return Notification.requestPermission()
}

/** Tells it outside the window too, where that was allowed and nobody looks at the window. */
export function noticeOf({ title, body }: NewsText, id: string): void {
  if (noticePermission() !== 'granted' || document.hasFocus()) return
  try {
    const notice = new Notification(title, { body, tag: id })
    notice.onclick = () => {
      window.focus()
      notice.close()
    }
  } catch {
    // A browser that only lets service workers do so.
  }
}
