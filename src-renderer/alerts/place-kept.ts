import { z } from 'zod'
import type { NewsPlace } from '../../src-shared/news-reader.ts'

const key = 'news-place'
const placeSchema = z.strictObject({ run: z.string(), sequence: z.int().min(0) })

/** Where this window was in the news before it was loaded anew; null: it was not. */
export function placeKept(): NewsPlace | null {
  try {
    return placeSchema.parse(JSON.parse(sessionStorage.getItem(key) ?? ''))
  } catch {
    return null
  }
}

export function keepPlace(place: NewsPlace): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(place))
  } catch {
    // A browser that keeps nothing: what is loaded anew begins anew.
  }
}
