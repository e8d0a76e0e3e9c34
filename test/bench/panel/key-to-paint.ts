import { setTimeout as wait } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { chooseKind } from '../../e2e/open-panel.ts'
import { type Latency, latencyOf } from '../figures.ts'

export interface KeyToPaint {
  /** From the key event's own time to the end of the main thread's work for the frame that shows it, ms. */
  readonly painted: Latency
  /** Of {@link painted}, until the page's own handlers had run and nothing was left but to draw, ms. */
  readonly handled: Latency
  readonly presses: number
  /** Presses that the browser's Event Timing (in steps of 8 ms, to the frame's presentation) puts above 16 ms. */
  readonly slowForBrowser: number
}

/**
 * A key event is stamped when the browser receives it. The task posted within the next animation frame's callback runs
 * when that frame's styles, layout and painting are done. Event Timing is listened to beside, as the browser's own
 * count, which is too coarse to be the figure.
 */
const watch = `(() => {
  const seen = { painted: [], handled: [], slow: new Set() }
  window.keysSeen = seen
  const channel = new MessageChannel()
  const waiting = []
  channel.port1.onmessage = () => {
    const now = performance.now()
    for (const stamp of waiting.splice(0)) seen.painted.push(now - stamp)
  }
  window.addEventListener('keydown', (event) => {
    requestAnimationFrame(() => {
      seen.handled.push(performance.now() - event.timeStamp)
      waiting.push(event.timeStamp)
      if (waiting.length === 1) channel.port2.postMessage(null)
    })
  }, { capture: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.name === 'keydown' && entry.duration > 16) seen.slow.add(entry.interactionId || entry.startTime)
  }).observe({ type: 'event', durationThreshold: 16, buffered: false })
})()`

interface Field {
  readonly input: Locator
  readonly text: string
}

/** Price and amount of a limit order. */
export async function ticketFields(page: Page): Promise<readonly Field[]> {
  const ticket = page.locator('section.ticket')
  await chooseKind(page, 'limit')
  return [
    { input: ticket.getByLabel('Limit price'), text: '43210.5' },
    { input: ticket.getByLabel(/^Amount \(/), text: '0.01234' },
  ]
}

/** Two inputs on an otherwise empty page: what the browser and this machine take by themselves. */
export async function bareFields(page: Page): Promise<readonly Field[]> {
  await page.goto('about:blank')
  await page.setContent('<input id="one"><input id="other">')
  return [
    { input: page.locator('#one'), text: '43210.5' },
    { input: page.locator('#other'), text: '0.01234' },
  ]
}

/** Types and erases a number in each field in turn until there were so many key presses, at a quick person's pace. */
export async function measureKeyToPaint(page: Page, fields: readonly Field[], presses: number): Promise<KeyToPaint> {
  await page.evaluate(watch)
  let pressed = 0
  const press = async (key: string): Promise<void> => {
    if (pressed >= presses) return
    await page.keyboard.press(key)
    pressed += 1
    // Out of step with the display and with what is asked for every so often.
    await wait(60 + ((pressed * 37) % 80))
  }
  while (pressed < presses)
    for (const { input, text } of fields) {
      await input.click()
      for (const character of text) await press(character)
      for (const _ of text) await press('Backspace')
    }
  const seen = await page.evaluate<{ painted: number[]; handled: number[]; slow: number }>(
    `new Promise((resolve) => setTimeout(() => resolve({ ...keysSeen, slow: keysSeen.slow.size }), 500))`,
  )
  if (seen.painted.length !== presses) throw new Error(`${seen.painted.length} of ${presses} key presses were seen`)
  return {
    painted: latencyOf(seen.painted),
    handled: latencyOf(seen.handled),
    presses,
    slowForBrowser: seen.slow,
  }
}
