import { IconChevronDown, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarkets } from '../query.ts'
import { addressOf, type Screen } from '../route.ts'
import { selectSymbol } from '../selection.ts'
import { useSelectedAccount } from '../shell/account.ts'
import { Loaded } from '../ui/parts.tsx'
import { Popover } from '../ui/popover.tsx'
import type { AccountView } from '../views.ts'
import { MarketList } from './market-list.tsx'
import { useMarket } from './use-market.ts'

/** The market that is looked at, and the search for another; chosen on another screen, it leads to the trade screen. */
export function MarketPicker({ screen }: { screen: Screen }): ReactNode {
  const account = useSelectedAccount()
  return account === null ? null : <PickerOf account={account} screen={screen} />
}

function PickerOf({ account, screen }: { account: AccountView; screen: Screen }): ReactNode {
  const { t } = useTranslation()
  const markets = useMarkets(account.id)
  const market = useMarket(account.id)
  const symbol = market?.symbol ?? '—'
  return (
    <Popover
      title={t('markets.search')}
      name={`${t('markets.search')}: ${symbol}`}
      className="market-picker"
      testId="market-picker"
      withTitle={false}
      label={
        <>
          <IconSearch size={16} aria-hidden />
          <span className="name">{symbol}</span>
          <IconChevronDown size={14} aria-hidden />
        </>
      }
    >
      {(close) => (
        <div className="market-drop">
          <Loaded query={markets}>
            {(list) => (
              <MarketList
                markets={list}
                selected={market?.symbol ?? null}
                onChoose={(chosen) => {
                  selectSymbol(account.id, chosen)
                  if (screen !== 'trade') window.location.hash = addressOf('trade')
                  close()
                }}
              />
            )}
          </Loaded>
        </div>
      )}
    </Popover>
  )
}
