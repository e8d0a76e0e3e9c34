import { Money } from '../../src-shared/money.ts'
import type { PointView } from './queries.ts'

/** A value over time in pixels, and what stands at the ends of its scale. */
export interface AreaShape {
  readonly line: string
  readonly area: string
  readonly low: PointView
  readonly high: PointView
  /** Of each point, in the order of the points. */
  readonly places: readonly { readonly x: number; readonly y: number }[]
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Of what a value stays away from the upper and the lower edge. */
const margin = 8

/** null: two points at least make a line. */
export function areaShape(points: readonly PointView[], { width, height }: Size): AreaShape | null {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || first.at === last.at) return null
  const values = points.map(({ value }) => Money.parse(value))
  const lowest = Money.min(values[0] ?? Money.zero, ...values)
  const highest = Money.max(values[0] ?? Money.zero, ...values)
  const span = highest.minus(lowest)
  const places = points.map(({ at }, index) => ({
    x: ((at - first.at) / (last.at - first.at)) * width,
    y: margin + (1 - part((values[index] ?? lowest).minus(lowest), span)) * (height - 2 * margin),
  }))
  const line = places.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${pixel(x)} ${pixel(y)}`).join('')
  const of = (wanted: Money): PointView => points[values.findIndex((value) => value.equals(wanted))] ?? first
  return { line, area: `${line}L${pixel(width)} ${height}L0 ${height}Z`, low: of(lowest), high: of(highest), places }
}

/** Which point is nearest to a place from the left, 0 to `width`. */
export function nearestPoint({ places }: Pick<AreaShape, 'places'>, x: number): number {
  return places.reduce(
    (best, place, index) => (Math.abs(place.x - x) < Math.abs((places[best]?.x ?? 0) - x) ? index : best),
    0,
  )
}

const pixel = (value: number): string => String(Math.round(value * 10) / 10)

/** For pixels only. A line that does not move stands in the middle. */
function part(value: Money, of: Money): number {
  return of.isZero() ? 0.5 : Number(value.dividedBy(of, 6).toString())
}
