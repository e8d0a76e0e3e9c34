const prefix = 'client_order_id:'

/**
 * The request id of an order that its caller named: the same name places at most one order, whatever it comes under. A
 * name belongs to the account on which it was used, unlike a plain request id, which is unique in itself.
 */
export function requestIdOfName(name: string): string {
  return `${prefix}${name}`
}

/** Whether a request id was made by {@link requestIdOfName}. */
export function isCallersName(requestId: string): boolean {
  return requestId.startsWith(prefix)
}

/** A request id as its caller wrote it. */
export function nameOf(requestId: string): string {
  return isCallersName(requestId) ? requestId.slice(prefix.length) : requestId
}
