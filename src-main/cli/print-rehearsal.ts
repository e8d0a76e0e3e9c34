import { addsOnly, type DifferenceRow, type Summary } from '../redis/rehearsal/summary.ts'

const kinds = {
  missing: 'missing',
  extra: 'extra',
  type: 'type differs',
  value: 'value differs',
} as const satisfies Record<DifferenceRow['kind'], string>

/** A rehearsal for a person, a line each. `skipped`: requests that were not asked again, since they were like others. */
export function rehearsalLines(
  { requests, compared, same, differences, refusals, notes }: Summary,
  skipped: number,
): readonly string[] {
  const more = skipped === 0 ? '' : `; ${skipped} more were like those and not asked again`
  const head = `${requests} requests, of which ${compared} have an answer to compare with, ${same} of these alike${more}`
  return [
    head,
    ...section(
      'What differs',
      differences.filter((row) => !addsOnly(row)),
      tableOf,
    ),
    ...section('Fields that only ours has', differences.filter(addsOnly), addedLines),
    ...section('What ours refuses', refusals, (rows) => rows.map(saidLine)),
    ...section('What would be sent, and what is known of it', notes, (rows) => rows.map(saidLine)),
  ]
}

function section<T>(
  title: string,
  rows: readonly T[],
  lines: (rows: readonly T[]) => readonly string[],
): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...lines(rows)]
}

function tableOf(rows: readonly DifferenceRow[]): readonly string[] {
  const heads = ['action', 'broker', 'field', 'what', 'old', 'ours', 'answers']
  const cells = rows.map(({ action, brokerId, field, kind, old, ours, answers }) => [
    action,
    String(brokerId ?? '-'),
    field,
    kinds[kind],
    old ?? '-',
    ours ?? '-',
    String(answers),
  ])
  const widths = heads.map((head, column) =>
    Math.max(...[heads, ...cells].map((row) => row[column]?.length ?? 0), head.length),
  )
  return [heads, ...cells].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}

/** A line for each action and broker. */
function addedLines(rows: readonly DifferenceRow[]): readonly string[] {
  const named = Map.groupBy(rows, ({ action, brokerId }) => `  ${action}, broker ${brokerId ?? '-'}`)
  return [...named].map(([head, of]) => `${head}: ${of.map(({ field }) => field).join(', ')}`)
}

function saidLine({ action, brokerId, text, answers }: Summary['notes'][number]): string {
  const times = answers === 1 ? '' : ` (${answers} times)`
  return `  ${action}, broker ${brokerId ?? '-'}: ${text}${times}`
}
