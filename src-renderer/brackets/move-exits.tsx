import { Button, Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount, useTicker } from '../query.ts'
import { AccountName } from '../shell/money-note.tsx'
import { type DraftField, fieldOfError } from '../trade/build-request.ts'
import { type ExitLegName, exitLegNames } from '../trade/exits-shape.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { Dialog, FormDialog } from '../ui/dialog.tsx'
import { errorText, problemText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Facts, Num } from '../ui/parts.tsx'
import type { AccountView, BracketView, MarketView } from '../views.ts'
import { ConfirmMove } from './confirm-move.tsx'
import { exitsDraftOf, type Moved, movedExits, type ProposedExit } from './moved-exits.ts'

interface MoveExitsProps {
  readonly account: AccountView
  readonly bracket: BracketView
  readonly market: MarketView
  /** A new price that was chosen elsewhere (on the chart): the last look comes at once, unless it is wrong. */
  readonly proposed?: ProposedExit
  readonly onClose: () => void
}

/** New prices for the exits of a live bracket; an exit can be added or given up. */
export function MoveExits({ account, bracket, market, proposed, onClose }: MoveExitsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [confirming, setConfirming] = useState(proposed !== undefined)
  const [typed, setTyped] = useState(() => exitsDraftOf(bracket, proposed))
  const last = useTicker(account.id, bracket.symbol).data?.last ?? null
  const holdsSomething = bracket.entry === null || bracket.received !== '0'
  const moved = movedExits(typed, bracket, market, holdsSomething ? last : null)
  const move = useMutation({
    mutationFn: (exits: Moved) => call('brackets.move', { accountId: account.id, bracketId: bracket.id, ...exits }),
    retry: false,
    onSuccess: () => {
      notify(t('brackets.moved', { symbol: bracket.symbol }))
      onClose()
    },
    onSettled: () => refreshAccount(account.id),
  })
  const refusal = move.error === null ? null : viewOf(move.error)
  const refusedField = refusal === null ? null : fieldOfError(refusal.field)
  const errorOf = (field: DraftField): string | null => {
    const problem = moved.ok ? undefined : moved.problems.get(field)
    if (problem !== undefined) return problemText(field, problem, language, t)
    return refusal !== null && refusedField === field ? errorText(refusal, language, t) : null
  }
  const offersOf = (field: DraftField): readonly string[] => (moved.ok ? [] : (moved.problems.get(field)?.offers ?? []))
  const edit = (name: ExitLegName, change: Partial<(typeof typed)[ExitLegName]>): void => {
    move.reset()
    setTyped((before) => ({ ...before, [name]: { ...before[name], ...change } }))
  }
  if (confirming && moved.ok && moved.changed)
    return (
      <Dialog onClose={onClose} title={t('brackets.moveTitle', { symbol: bracket.symbol })}>
        <ConfirmMove
          account={account}
          bracket={bracket}
          exits={moved.exits}
          refusal={refusal}
          sending={move.isPending}
          onBack={() => setConfirming(false)}
          onConfirm={() => {
            if (!move.isPending) move.mutate(moved.exits)
          }}
        />
      </Dialog>
    )
  return (
    <FormDialog
      onClose={onClose}
      title={t('brackets.moveTitle', { symbol: bracket.symbol })}
      onSubmit={() => {
        if (moved.ok && moved.changed) setConfirming(true)
      }}
    >
      <Facts
        of={[
          [t('confirm.account'), <AccountName key="account" account={account} />],
          [t('brackets.remaining'), <Num key="remaining" value={bracket.remaining} />],
          [t('brackets.lastPrice'), <Num key="last" value={last} />],
        ]}
      />
      {exitLegNames.map((name, index) => (
        <div key={name} className="stack tight">
          <Checkbox
            size="xs"
            label={t(`ticket.${name}`)}
            checked={typed[name].enabled}
            onChange={(event) => edit(name, { enabled: event.currentTarget.checked })}
          />
          {typed[name].enabled && (
            <div className="exit-fields">
              <DecimalField
                label={t('ticket.exitTrigger')}
                fullLabel={t(`ticket.${name}Trigger`)}
                value={typed[name].triggerPrice}
                error={errorOf(`${name}.triggerPrice`)}
                offers={offersOf(`${name}.triggerPrice`)}
                onChange={(triggerPrice) => edit(name, { triggerPrice })}
                autoFocus={index === 0}
              />
              <DecimalField
                label={t('ticket.exitLimit')}
                fullLabel={t(`ticket.${name}Limit`)}
                placeholder={t('ticket.emptyIsMarket')}
                value={typed[name].limitPrice}
                error={errorOf(`${name}.limitPrice`)}
                offers={offersOf(`${name}.limitPrice`)}
                onChange={(limitPrice) => edit(name, { limitPrice })}
              />
            </div>
          )}
        </div>
      ))}
      {errorOf('exits') !== null && (
        <div className="bad small" role="alert">
          {errorOf('exits')}
        </div>
      )}
      <p className="soft">{moved.ok && !moved.changed ? t('orders.editNothing') : t('brackets.moveHelp')}</p>
      {refusal !== null && refusedField === 'form' && <ErrorNote error={refusal} />}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!moved.ok || !moved.changed}>
          {t('common.check')}
        </Button>
      </div>
    </FormDialog>
  )
}
