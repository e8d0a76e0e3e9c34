import type { Encoding } from '../panel/panel-files.ts'

/** The smaller first. */
const ours: readonly Encoding[] = ['br', 'gzip']

/**
 * Which of our compressed forms an `Accept-Encoding` header takes, the smallest first. A browser's preference among
 * them is not asked, only what it refuses (`q=0`): it decodes whatever it names.
 */
export function acceptedEncodings(header: string | undefined): readonly Encoding[] {
  const weights = new Map(
    (header ?? '').split(',').map((each) => {
      const [name = '', ...params] = each.split(';').map((part) => part.trim().toLowerCase())
      return [name, !params.some((param) => /^q=0(?:\.0{0,3})?$/.test(param))] as const
    }),
  )
  return ours.filter((encoding) => weights.get(encoding) ?? weights.get('*') ?? false)
}
