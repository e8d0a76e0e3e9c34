import { app, dialog, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { Panel } from '../../src-shared/contract.ts'
import type { KillSwitchState } from '../../src-shared/guard.ts'
import { type Language, message, type MessageKey, sentence } from '../../src-shared/messages/index.ts'
import { type TrayItem, trayItems, trayPixels, trayTitle } from './tray-menu.ts'

interface TrayOptions {
  /** Brings the window to the front. */
  readonly show: () => void
  /** Has the window ask for the word that setting the kill switch so needs. */
  readonly ask: (to: KillSwitchState) => void
}

const size = 22

/**
 * The kill switch in the system's tray: its state as colour and word, stricter by a click and a confirmation. A system
 * without a tray has none.
 */
export function openTray(panel: Panel, { show, ask }: TrayOptions): { close(): void } {
  const tray = newTray()
  if (tray === null) return { close: () => undefined }

  const tighten = async (to: 'reducing' | 'halted', language: Language): Promise<void> => {
    const say = (key: MessageKey): string => sentence(message(key), language)
    const buttons = [say('tray.yes'), say('tray.no')]
    const question = { type: 'warning', message: say(`tray.confirm.${to}`), buttons, cancelId: 1 } as const
    if ((await dialog.showMessageBox(question)).response !== 0) return
    const result = await panel.call('guard.set', { state: to, word: null })
    if (!result.ok) dialog.showErrorBox(app.name, sentence(result.error.text, language))
  }
  const doIt = ({ does }: TrayItem, language: Language): void => {
    if (does.kind === 'show') show()
    else if (does.kind === 'quit') app.quit()
    else if (does.kind === 'loosen') ask(does.to)
    else if (does.kind === 'tighten' && does.to !== 'active') void tighten(does.to, language)
  }
  const draw = async (): Promise<void> => {
    const [guard, info] = await Promise.all([panel.call('guard.get', {}), panel.call('app.info', {})])
    if (!guard.ok || !info.ok || tray.isDestroyed()) return
    const { language } = info.value
    tray.setImage(imageOf(guard.value.state))
    tray.setToolTip(`${app.name} · ${trayTitle(guard.value, language)}`)
    const template = trayItems(guard.value, language).map((item): MenuItemConstructorOptions =>
      item.does.kind === 'separator'
        ? { type: 'separator' }
        : { label: item.label, enabled: item.does.kind !== 'nothing', click: () => doIt(item, language) },
    )
    tray.setContextMenu(Menu.buildFromTemplate(template))
  }

  tray.on('click', show)
  const unsubscribe = panel.subscribe(({ type }) => {
    if (type === 'guard-changed' || type === 'settings-changed') void draw()
  })
  void draw()
  return {
    close() {
      unsubscribe()
      tray.destroy()
    },
  }
}

function newTray(): Tray | null {
  try {
    return new Tray(imageOf('active'))
  } catch {
    return null
  }
}

const imageOf = (state: KillSwitchState): Electron.NativeImage =>
  nativeImage.createFromBitmap(Buffer.from(trayPixels(state, size)), { width: size, height: size })
