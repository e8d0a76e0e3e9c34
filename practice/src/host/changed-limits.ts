/** Limits with some of them changed. @throws RangeError for a name that there is none of. */
export function changedLimits<L extends Readonly<Record<string, number>>>(
  limits: L,
  change: Readonly<Record<string, number>>,
): L {
  const unknown = Object.keys(change).find((name) => !(name in limits))
  if (unknown !== undefined)
    throw new RangeError(`there is no limit ${unknown}; there are ${Object.keys(limits).join(', ')}`)
  return { ...limits, ...change }
}
