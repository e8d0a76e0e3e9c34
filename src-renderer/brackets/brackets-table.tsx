import { ActionIcon } from '@mantine/core'
import { IconArrowsVertical, IconShieldOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { ExitRole } from '../../src-shared/order.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { OrderStatusTag } from '../orders/order-cells.tsx'
import { useConnected } from '../shell/known.ts'
import { formatDateTime } from '../ui/format.ts'
import { HolderBadge } from '../ui/holder-badge.tsx'
import { Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import type { AccountView, BracketView, MarketView } from '../views.ts'
import { BracketAlarm } from './bracket-alarm.tsx'
import { standingOf } from './bracket-standing.ts'
import { MoveExits } from './move-exits.tsx'
import { ReleaseBracket } from './release-bracket.tsx'

interface BracketsTableProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly brackets: readonly BracketView[]
}

interface Acting {
  readonly on: BracketView
  readonly doing: 'move' | 'release'
}

/**
 * Brackets, live ones first: the entry, what it protects, each exit with the one that holds it, and what went wrong.
 */
export function BracketsTable({ account, markets, brackets }: BracketsTableProps): ReactNode {
  const { t } = useTranslation()
  const [acting, setActing] = useState<Acting | null>(null)
  const marketOf = ({ symbol }: BracketView): MarketView | null =>
    markets.find((market) => market.symbol === symbol) ?? null
  const market = acting === null ? null : marketOf(acting.on)
  const close = (): void => setActing(null)
  return (
    <>
      <Table
        withActions
        label={t('brackets.title')}
        columns={[
          t('orders.time'),
          t('orders.symbol'),
          t('brackets.state'),
          t('brackets.entry'),
          { end: t('brackets.protected') },
          t('ticket.takeProfit'),
          t('ticket.stopLoss'),
          { end: t('common.actions') },
        ]}
      >
        {brackets.map((bracket) => (
          <Rows
            key={bracket.id}
            bracket={bracket}
            movable={marketOf(bracket) !== null}
            act={(doing) => setActing({ on: bracket, doing })}
          />
        ))}
      </Table>
      {acting?.doing === 'move' && market !== null && (
        <MoveExits account={account} bracket={acting.on} market={market} onClose={close} />
      )}
      {acting?.doing === 'release' && <ReleaseBracket account={account} bracket={acting.on} onClose={close} />}
    </>
  )
}

interface RowsProps {
  readonly bracket: BracketView
  readonly movable: boolean
  readonly act: (doing: Acting['doing']) => void
}

function Rows({ bracket, movable, act }: RowsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const live = bracket.ended === null
  const connected = useConnected()
  return (
    <>
      <tr data-bracket={bracket.id}>
        <td className="num">{formatDateTime(bracket.createdAt, language)}</td>
        <td>{bracket.symbol}</td>
        <td>
          <BracketStateTag bracket={bracket} />
        </td>
        <td>
          <Entry bracket={bracket} />
        </td>
        <td className="end num">
          <Protected bracket={bracket} />
        </td>
        <td className="narrow">
          <LegCell bracket={bracket} role="take_profit" />
        </td>
        <td className="narrow">
          <LegCell bracket={bracket} role="stop_loss" />
        </td>
        <td>
          {live && (
            <div className="row-actions">
              {movable && (
                <ActionIcon
                  size="sm"
                  variant="default"
                  aria-label={t('brackets.moveOf', { symbol: bracket.symbol })}
                  title={t('brackets.move')}
                  disabled={!connected}
                  onClick={() => act('move')}
                >
                  <IconArrowsVertical size={14} />
                </ActionIcon>
              )}
              <ActionIcon
                size="sm"
                variant="default"
                className="sell"
                aria-label={t('brackets.releaseOf', { symbol: bracket.symbol })}
                title={t('brackets.release')}
                disabled={!connected}
                onClick={() => act('release')}
              >
                <IconShieldOff size={14} />
              </ActionIcon>
            </div>
          )}
        </td>
      </tr>
      {bracket.alarm !== null && (
        <tr className="alarm">
          <td colSpan={8}>
            <BracketAlarm bracket={bracket} />
          </td>
        </tr>
      )}
    </>
  )
}

function Entry({ bracket }: { bracket: BracketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { entry } = bracket
  if (entry === null) return <span className="soft">{t('brackets.held')}</span>
  const number = (text: string): string => formatDecimal(text, language)
  const quantity = entry.quantity === null ? '' : ` / ${number(entry.quantity)}`
  return (
    <span title={entry.orderId}>
      <OrderStatusTag order={{ status: entry.status, waiting: false, nativeStatus: entry.status }} />{' '}
      <span className="num soft">
        {number(entry.filled)}
        {quantity}
      </span>
    </span>
  )
}

/** What is still protected, of what arrived net of fees. */
function Protected({ bracket }: { bracket: BracketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const number = (text: string): string => formatDecimal(text, language)
  return (
    <span title={t('brackets.protectedHelp')}>
      {number(bracket.remaining)}
      <span className="soft"> / {number(bracket.received)}</span>
    </span>
  )
}

function LegCell({ bracket, role }: { bracket: BracketView; role: ExitRole }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const leg = bracket.legs.find((each) => each.role === role)
  if (leg === undefined) return <span className="soft">—</span>
  const number = (text: string): string => formatDecimal(text, language)
  return (
    <div className="leg" data-leg={role} title={leg.orderIds.join(', ')}>
      <span className="num">
        {number(leg.triggerPrice)}
        <span className="soft">
          {' '}
          {leg.limitPrice === null ? t('brackets.atMarket') : t('brackets.atLimit', { price: number(leg.limitPrice) })}
        </span>
      </span>
      {bracket.ended === null && <HolderBadge holder={leg.holder} />}
    </div>
  )
}

function BracketStateTag({ bracket }: { bracket: BracketView }): ReactNode {
  const { t } = useTranslation()
  if (bracket.ended !== null) return <Tag>{t(`brackets.ended.${bracket.ended}`)}</Tag>
  const { word, tone } = standingOf(bracket)
  return <Tag tone={tone}>{t(`brackets.states.${word}`)}</Tag>
}
