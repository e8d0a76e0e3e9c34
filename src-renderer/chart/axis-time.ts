import type { Language } from '../../src-shared/messages/index.ts'

/** What a mark of the time axis stands for: a new year, month or day of the exchange (UTC), or a time of day. */
export type AxisMark = 'year' | 'month' | 'day' | 'time'

const parts = {
  year: { year: 'numeric' },
  month: { month: 'short' },
  day: { day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit' },
  dayAndTime: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  long: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  longDay: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/**
 * Writes the times of one chart. Candles of a day or more are named by the exchange's day (UTC), all others by the time
 * of the place where one looks.
 */
export class AxisTimes {
  readonly #formats: Readonly<Record<keyof typeof parts, Intl.DateTimeFormat>>
  readonly #isDaily: boolean

  /** @param timeZone of the place; undefined: the system's */
  constructor(language: Language, isDaily: boolean, timeZone?: string) {
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
    const zone = isDaily ? 'UTC' : timeZone
    const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(locale, { ...options, hourCycle: 'h23', ...(zone !== undefined && { timeZone: zone }) })
    this.#isDaily = isDaily
    this.#formats = {
      year: format(parts.year),
      month: format(parts.month),
      day: format(parts.day),
      time: format(parts.time),
      dayAndTime: format(parts.dayAndTime),
      long: format(parts.long),
      longDay: format(parts.longDay),
    }
  }

  /** Beside the axis. A day of the exchange seldom begins at midnight of the place: then the time is told, too. */
  mark(epochMs: number, mark: AxisMark): string {
    if (this.#isDaily || mark === 'time') return this.#formats[mark].format(epochMs)
    const isMidnight = this.#formats.time.format(epochMs) === '00:00'
    return this.#formats[isMidnight ? 'day' : 'dayAndTime'].format(epochMs)
  }

  /** Under the crosshair. */
  full(epochMs: number): string {
    return this.#formats[this.#isDaily ? 'longDay' : 'long'].format(epochMs)
  }
}
