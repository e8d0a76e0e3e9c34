import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck, IconFlag } from '@tabler/icons-react'
import i18next from 'i18next'
import { type ReactNode, useEffect, useRef } from 'react'
import type { AppInfo } from '../../src-shared/contract.ts'
import { type FreshNews, NewsReader } from '../../src-shared/news-reader.ts'
import type { NewsKind } from '../../src-shared/trade-news.ts'
import { currentCall, subscribe } from '../panel-client.ts'
import { Bursts, type Toast } from './bursts.ts'
import { noticeOf } from './desktop-notice.ts'
import { isOwnDeed } from './own-deeds.ts'
import { keepPlace, placeKept } from './place-kept.ts'
import { playTone } from './tone.ts'

/** Tells what happened to orders and brackets while the window is there, by toast and as the person chose. */
export function TradeAlerts({ info }: { info: AppInfo }): ReactNode {
  const chosen = useRef(info)
  useEffect(() => {
    chosen.current = info
  }, [info])
  useEffect(() => {
    const bursts = new Bursts()
    const reader = new NewsReader({
      call: currentCall,
      now: Date.now,
      place: placeKept(),
      moved: keepPlace,
      told: (fresh) => tell(fresh, bursts, chosen.current),
    })
    void reader.look()
    return subscribe(({ type }) => {
      if (type === 'trade-news') void reader.look()
    })
  }, [])
  return null
}

function tell({ news, missed }: FreshNews, bursts: Bursts, { alerts, language, host }: AppInfo): void {
  const wanted: Record<NewsKind, boolean> = { fill: alerts.fills, exit: alerts.exits, trouble: true }
  const told = news.filter((each) => wanted[each.kind] && !isOwnDeed(each))
  const toasts = [
    ...bursts.toasts(told, language, Date.now()),
    ...(missed > 0 ? [bursts.missed(missed, language)] : []),
  ]
  for (const toast of toasts) showToast(toast)
  // The application's own window is told by its main process.
  if (alerts.desktop && host === 'browser') for (const toast of toasts) noticeOf(toast, toast.id)
  const gravest = toasts.find(({ kind }) => kind === 'trouble') ?? toasts[0]
  if (alerts.sound && gravest !== undefined) playTone(gravest.kind)
}

const closesAfterMs: Record<NewsKind, number> = { fill: 8_000, exit: 15_000, trouble: 30_000 }
const icons: Record<NewsKind, ReactNode> = {
  fill: <IconCheck size={18} aria-hidden />,
  exit: <IconFlag size={18} aria-hidden />,
  trouble: <IconAlertTriangle size={18} aria-hidden />,
}

/** A toast in the corner; Escape or its button takes it away. One of the same id is changed. */
export function showToast({ id, kind, title, body, passes, replaces }: Toast): void {
  for (const old of replaces) notifications.hide(old)
  const shown = {
    id,
    title,
    message: body,
    icon: icons[kind],
    className: `toast ${kind}`,
    role: kind === 'trouble' ? 'alert' : 'status',
    autoClose: passes && closesAfterMs[kind],
    closeButtonProps: { 'aria-label': i18next.t('common.dismiss') },
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Escape') notifications.hide(id)
    },
  }
  // Nothing is changed by showing one that is there, nor shown by changing one that is not.
  notifications.update(shown)
  notifications.show(shown)
}
