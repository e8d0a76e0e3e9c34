import { badParameter } from './kucoin-error.ts'
import type { Parameters } from './parameters.ts'

/** How a list is paged: the name of the page's number, and the page sizes that there are. */
export interface Paging {
  readonly number: 'pageNum' | 'currentPage'
  readonly size: number
  readonly least: number
  readonly most: number
}

/**
 * The page that was asked for, in KuCoin's frame. @throws KuCoinError 400100 for a page or a size that there cannot be.
 */
export function pageOf<T>(
  all: readonly T[],
  parameters: Parameters,
  paging: Paging,
  view: (item: T) => unknown,
): unknown {
  const currentPage = parameters.integer(paging.number) ?? 1
  const pageSize = parameters.integer('pageSize') ?? paging.size
  if (currentPage < 1) throw badParameter(`${paging.number} is invalid`)
  if (pageSize < paging.least || pageSize > paging.most) throw badParameter('pageSize is invalid')
  return {
    currentPage,
    pageSize,
    totalNum: all.length,
    totalPage: Math.ceil(all.length / pageSize),
    items: all.slice((currentPage - 1) * pageSize, currentPage * pageSize).map(view),
  }
}
