import { message, type MessageRef } from '../../../src-shared/messages/index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * That an exchange wants us to wait, in the unit that a person counts so long a time in. @param label the exchange's
 * name as people write it.
 */
export function toldToWait(label: string, waitMs: number): MessageRef {
  const count = (unit: number): string => String(Math.ceil(waitMs / unit))
  if (waitMs <= 5 * minuteMs) return message('exchange.rate_limited', { exchange: label, seconds: count(1_000) })
  return waitMs <= 3 * hourMs
    ? message('exchange.shut_out_minutes', { exchange: label, minutes: count(minuteMs) })
    : message('exchange.shut_out_hours', { exchange: label, hours: count(hourMs) })
}
