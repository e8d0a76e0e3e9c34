import type { MessageRef } from '../../src-shared/messages/index.ts'

/** What steps find out by behaviour, whatever the exchange. */
export type FactName =
  | 'key.accepted'
  | 'key.trade_right_told'
  | 'markets.readable'
  | 'prices.on_step'
  | 'ticker.readable'
  | 'book.readable'
  | 'book.sorted'
  | 'candles.readable'
  | 'candles.in_order'
  | 'fees.readable'
  | 'fees.fractions'
  | 'balances.readable'
  | 'open_orders.readable'
  | 'open_orders.one_symbol'
  | 'history.readable'
  | 'history.all_ended'
  | 'history.looks_back'
  | 'history.found_by_id'
  | 'orders.status_known'
  | 'lookup.unknown_by_client_id'
  | 'lookup.unknown_is_none'
  | 'dead_man.told'
  | 'dry_run.accepted'
  | 'dry_run.places_nothing'
  | 'rules.hold'
  | 'limit.accepted'
  | 'limit.as_asked'
  | 'limit.client_id_echoed'
  | 'limit.found_by_id'
  | 'limit.found_by_client_id'
  | 'limit.listed_open'
  | 'limit.freezes'
  | 'edit.accepted'
  | 'edit.price_changed'
  | 'edit.id_kept'
  | 'edit.id_changed'
  | 'edit.old_gone'
  | 'reduce.accepted'
  | 'reduce.id_kept'
  | 'reduce.quantity_changed'
  | 'cancel.final'
  | 'cancel.frees'
  | 'ended.found_by_id'
  | 'ended.found_by_client_id'
  | 'ended.in_history'
  | 'post_only.accepted'
  | 'post_only.shown'
  | 'exits.accepted'
  | 'exits.shown'
  | 'exits.edited'
  | 'exits.kept_on_edit'
  | 'exits.cancelled_along'
  | 'conditional.accepted'
  | 'conditional.as_asked'
  | 'conditional.listed_open'
  | 'conditional.freezes'
  | 'conditional.cancelled'
  | 'conditional.edited'
  | 'trailing.accepted'
  | 'trailing.listed_open'
  | 'oco.accepted'
  | 'oco.legs_listed'
  | 'oco.freezes'
  | 'oco.cancelled_along'
  | 'dead_man.armed'

/** `holds` null: this run could not show it, and `remark` says why. `answer` is as a report keeps it. */
export interface Fact {
  readonly holds: boolean | null
  readonly answer: string | null
  readonly remark: MessageRef | null
}

/** What a run has found out so far. Once something was seen to fail, a later success does not hide it. */
export class Facts {
  readonly #facts = new Map<FactName, Fact>()

  note(name: FactName, fact: Fact): void {
    const known = this.#facts.get(name)
    if (known?.holds === false || (known !== undefined && fact.holds === null)) return
    this.#facts.set(name, fact)
  }

  get(name: FactName): Fact | null {
    return this.#facts.get(name) ?? null
  }
}
