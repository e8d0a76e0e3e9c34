/**
 * How something became known. `deed`: this gateway did it; `pushed`: the exchange told it of its own accord, and at once;
 * `asked`: it showed when the exchange was asked, so it may have happened long before (while no gateway ran, or while
 * nothing could be pushed).
 */
export type Learned = 'deed' | 'pushed' | 'asked'
