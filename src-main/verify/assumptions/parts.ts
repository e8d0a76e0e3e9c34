import { type Assumption, behaviour } from './assumption.ts'

/** What holds only where an exchange has the thing; `where` is the beginning of the ids, `source` where it stands. */
interface Where {
  readonly prefix: string
  readonly source: string
  readonly accountKind?: string
}

const of = ({ accountKind }: Where): { readonly traded: true; readonly accountKind?: string } => ({
  traded: true,
  ...(accountKind !== undefined && { accountKind }),
})

export function dryRun(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'dry_run' } as const
  return [
    behaviour(`${prefix}.dry_run.accepted`, source, 'dry_run.accepted', 'verify.assumption.dry_run', options),
    behaviour(
      `${prefix}.dry_run.places_nothing`,
      source,
      'dry_run.places_nothing',
      'verify.assumption.dry_run_places_nothing',
      options,
    ),
  ]
}

/** A new price changes the order that stands. */
export function editsInPlace(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'edit_in_place' } as const
  return [
    behaviour(`${prefix}.edit.accepted`, source, 'edit.accepted', 'verify.assumption.edit', options),
    behaviour(`${prefix}.edit.price`, source, 'edit.price_changed', 'verify.assumption.edit_price', options),
    behaviour(`${prefix}.edit.keeps_id`, source, 'edit.id_kept', 'verify.assumption.edit_keeps_id', options),
  ]
}

/** A new price takes the order away and puts another in its place. */
export function editsByReplacing(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'edit_by_replacing' } as const
  return [
    behaviour(`${prefix}.replace.accepted`, source, 'edit.accepted', 'verify.assumption.edit', options),
    behaviour(`${prefix}.replace.price`, source, 'edit.price_changed', 'verify.assumption.edit_price', options),
    behaviour(`${prefix}.replace.new_id`, source, 'edit.id_changed', 'verify.assumption.replace_new_id', options),
    behaviour(`${prefix}.replace.old_gone`, source, 'edit.old_gone', 'verify.assumption.replace_old_gone', options),
  ]
}

/** A smaller quantity changes the order that stands. */
export function reducesInPlace(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'edit_in_place' } as const
  return [
    behaviour(`${prefix}.reduce.accepted`, source, 'reduce.accepted', 'verify.assumption.reduce', options),
    behaviour(
      `${prefix}.reduce.quantity`,
      source,
      'reduce.quantity_changed',
      'verify.assumption.reduce_quantity',
      options,
    ),
    behaviour(`${prefix}.reduce.keeps_id`, source, 'reduce.id_kept', 'verify.assumption.edit_keeps_id', options),
  ]
}

export function attachedExits(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'attached_exits' } as const
  return [
    behaviour(`${prefix}.exits.accepted`, source, 'exits.accepted', 'verify.assumption.exits', options),
    behaviour(`${prefix}.exits.shown`, source, 'exits.shown', 'verify.assumption.exits_shown', options),
    behaviour(
      `${prefix}.exits.cancelled_along`,
      source,
      'exits.cancelled_along',
      'verify.assumption.exits_cancelled_along',
      options,
    ),
  ]
}

/** A new price of an entry leaves its exits as they are. `switchable`: how prices are changed there. */
export function keptExits(where: Where, switchable: 'edit_in_place' | 'edit_by_replacing'): readonly Assumption[] {
  const { prefix, source } = where
  return [
    behaviour(`${prefix}.exits.kept_on_edit`, source, 'exits.kept_on_edit', 'verify.assumption.exits_kept', {
      ...of(where),
      switchable,
    }),
  ]
}

/** `freezes`: whether its coins are taken while it waits; null: either is provided for. */
export function conditionalOrders(where: Where, freezes: boolean | null): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'conditional_orders' } as const
  return [
    behaviour(
      `${prefix}.conditional.accepted`,
      source,
      'conditional.accepted',
      'verify.assumption.conditional',
      options,
    ),
    behaviour(
      `${prefix}.conditional.as_asked`,
      source,
      'conditional.as_asked',
      'verify.assumption.conditional_as_asked',
      options,
    ),
    behaviour(
      `${prefix}.conditional.listed`,
      source,
      'conditional.listed_open',
      'verify.assumption.conditional_listed',
      options,
    ),
    behaviour(
      `${prefix}.conditional.cancelled`,
      source,
      'conditional.cancelled',
      'verify.assumption.conditional_cancelled',
      options,
    ),
    behaviour(
      `${prefix}.conditional.freezes_balance`,
      source,
      'conditional.freezes',
      frozenSentence('conditional', freezes),
      { ...of(where), expected: freezes },
    ),
  ]
}

function frozenSentence<T extends 'conditional' | 'oco'>(
  of: T,
  freezes: boolean | null,
): `verify.assumption.${T}_${'freezes' | 'free' | 'may_freeze'}` {
  return `verify.assumption.${of}_${freezes === null ? 'may_freeze' : freezes ? 'freezes' : 'free'}`
}

export function trailingStops(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'trailing_stop' } as const
  return [
    behaviour(`${prefix}.trailing.accepted`, source, 'trailing.accepted', 'verify.assumption.trailing', options),
    behaviour(
      `${prefix}.trailing.listed`,
      source,
      'trailing.listed_open',
      'verify.assumption.trailing_listed',
      options,
    ),
  ]
}

/** `freezes` as of {@link conditionalOrders}. */
export function oco(where: Where, freezes: boolean | null): readonly Assumption[] {
  const { prefix, source } = where
  const options = { ...of(where), switchable: 'oco' } as const
  return [
    behaviour(`${prefix}.oco.accepted`, source, 'oco.accepted', 'verify.assumption.oco', options),
    behaviour(`${prefix}.oco.legs_listed`, source, 'oco.legs_listed', 'verify.assumption.oco_legs', options),
    behaviour(
      `${prefix}.oco.cancelled_along`,
      source,
      'oco.cancelled_along',
      'verify.assumption.oco_cancelled_along',
      options,
    ),
    behaviour(`${prefix}.oco.freezes_balance`, source, 'oco.freezes', frozenSentence('oco', freezes), {
      ...of(where),
      expected: freezes,
    }),
  ]
}

export function deadMan(where: Where): readonly Assumption[] {
  const { prefix, source } = where
  return [
    behaviour(`${prefix}.dead_man.armed`, source, 'dead_man.armed', 'verify.assumption.dead_man', {
      ...of(where),
      switchable: 'dead_man',
    }),
  ]
}
