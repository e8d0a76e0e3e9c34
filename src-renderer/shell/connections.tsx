import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountConnections, ConnectionView } from '../../src-shared/contract.ts'
import { useNow } from '../guard/use-now.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { addressOf } from '../route.ts'
import { formatTime } from '../ui/format.ts'
import { Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { useWatch } from '../use-watch.ts'
import { exchangeLabel } from './exchange-name.ts'
import { streamTones } from './standing.ts'

/** How every account's connections stand, for as long as somebody looks. */
export function Connections(): ReactNode {
  const { t } = useTranslation()
  const [accounts, setAccounts] = useState<readonly AccountConnections[] | null>(null)
  const take = useCallback((told: readonly AccountConnections[]) => setAccounts(told), [])
  const isTold = useWatch('streams.connections', {}, take)
  if (accounts === null) return <p className="soft">{t('common.loading')}</p>
  if (accounts.length === 0) return <p className="soft">{t('shell.noAccount')}</p>
  return (
    <div className="stack">
      {!isTold && <p className="soft">{t('connections.past')}</p>}
      <Table
        label={t('connections.title')}
        columns={[t('shell.account'), t('connections.exchange'), t('connections.account'), t('connections.market')]}
        top
      >
        {accounts.map((each) => (
          <tr key={each.accountId} data-connections={each.accountName}>
            <th scope="row">{each.accountName}</th>
            <td>{exchangeLabel(each.exchange)}</td>
            <td data-part="account">
              <Connection of={each.account} whose="account" hasKey={each.hasKey} />
              {each.orders !== null && (
                <>
                  <div className="soft">{t('connections.orders')}</div>
                  <Connection of={each.orders} whose="orders" hasKey />
                </>
              )}
            </td>
            <td data-part="market">
              <Connection of={each.market} whose="market" hasKey />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

interface ConnectionProps {
  readonly of: ConnectionView
  readonly whose: 'account' | 'market' | 'orders'
  readonly hasKey: boolean
}

function Connection({ of, whose, hasKey }: ConnectionProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const now = useNow(1_000)
  const { state, since, heardAt, againAt, why } = of
  const seconds = (ms: number): string => String(Math.max(0, Math.round(ms / 1_000)))
  return (
    <div className="connection">
      <Tag tone={streamTones[state]}>{t(hasKey ? `connections.state.${state}` : 'connections.noKey')}</Tag>
      {since !== null && state !== 'off' && (
        <span>{t('connections.since', { time: formatTime(since, language) })}</span>
      )}
      {state === 'live' && heardAt !== null && (
        <span>{t('connections.heard', { seconds: seconds(now - heardAt) })}</span>
      )}
      <Doing
        text={
          state === 'refused'
            ? t('connections.refusedDoing')
            : state === 'down' && againAt !== null && againAt - now >= 500
              ? t('connections.again', { seconds: seconds(againAt - now) })
              : state === 'down' || state === 'connecting'
                ? t('connections.connecting')
                : state === 'off' && hasKey
                  ? t(`connections.off.${whose}`)
                  : null
        }
      />
      {(state === 'refused' || !hasKey) && <a href={addressOf('accounts')}>{t('connections.editKey')}</a>}
      {why !== null && <span className="soft">{why}</span>}
    </div>
  )
}

function Doing({ text }: { text: string | null }): ReactNode {
  return text === null ? null : <span>{text}</span>
}
