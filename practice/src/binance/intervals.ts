const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
/** 1970-01-05, a Monday. */
const firstMonday = 4 * day

const fixedLengths: Readonly<Record<string, number>> = {
  '1s': second,
  '1m': minute,
  '3m': 3 * minute,
  '5m': 5 * minute,
  '15m': 15 * minute,
  '30m': 30 * minute,
  '1h': hour,
  '2h': 2 * hour,
  '4h': 4 * hour,
  '6h': 6 * hour,
  '8h': 8 * hour,
  '12h': 12 * hour,
  '1d': day,
  '3d': 3 * day,
  '1w': 7 * day,
}

/** How a candle interval divides time; times are epoch ms. */
export interface Interval {
  /** Where the candle that holds `time` opens. */
  readonly opening: (time: number) => number
  /** Where the candle `steps` after the one opening at `time` opens; steps may be negative. */
  readonly stepped: (time: number, steps: number) => number
}

/** The interval of that name (`1m` … `1M`), shifted by a time zone's offset in ms; null: there is none. */
export function intervalOf(name: string, offsetMs: number): Interval | null {
  if (name === '1M') return monthly(offsetMs)
  const length = fixedLengths[name]
  if (length === undefined) return null
  const origin = (name === '1w' ? firstMonday : 0) - offsetMs
  return {
    opening: (time) => Math.floor((time - origin) / length) * length + origin,
    stepped: (time, steps) => time + steps * length,
  }
}

function monthly(offsetMs: number): Interval {
  const start = (time: number, steps: number): number => {
    const date = new Date(time + offsetMs)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps, 1) - offsetMs
  }
  return { opening: (time) => start(time, 0), stepped: start }
}

/** The offset in ms of `timeZone` such as `0`, `8`, `-1:00`, `05:45`; null when it is none from -12:00 to +14:00. */
export function zoneOffset(text: string): number | null {
  const match = /^([+-]?)(\d{1,2})(?::(\d{2}))?$/.exec(text)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0')
  const signed = match[1] === '-' ? -minutes : minutes
  return signed < -12 * 60 || signed > 14 * 60 ? null : signed * minute
}
