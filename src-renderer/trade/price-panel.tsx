import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'
import { useOverTime } from '../guard/use-now.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useTicker } from '../query.ts'
import { formatCut, formatTime, stepDecimals } from '../ui/format.ts'
import { Loaded, Panel } from '../ui/parts.tsx'
import type { MarketView, TickerView } from '../views.ts'
import { takePrice, useTakesPrice } from './take-price.ts'
import { priceOldAfterMs } from './use-review.ts'

interface PricePanelProps {
  readonly accountId: string
  readonly market: MarketView | null
}

export function PricePanel({ accountId, market }: PricePanelProps): ReactNode {
  const { t } = useTranslation()
  return (
    <Panel title={t('price.title')} className="price-panel">
      {market === null ? (
        <div className="state">{t('price.chooseSymbol')}</div>
      ) : (
        <Prices key={market.symbol} accountId={accountId} market={market} />
      )}
    </Panel>
  )
}

function Prices({ accountId, market }: { accountId: string; market: MarketView }): ReactNode {
  const query = useTicker(accountId, market.symbol)
  const askedAt = query.data?.askedAt
  const oldSeconds = useOverTime(1000, (now) => {
    const ageMs = askedAt === undefined ? 0 : now - askedAt
    return ageMs < priceOldAfterMs ? 0 : Math.floor(ageMs / 1000)
  })
  return <Loaded query={query}>{(ticker) => <Quote ticker={ticker} market={market} oldSeconds={oldSeconds} />}</Loaded>
}

function Quote({
  ticker,
  market,
  oldSeconds,
}: {
  ticker: TickerView
  market: MarketView
  /** How old the ticker is at most, where that is too old; 0: it is the price of now. */
  oldSeconds: number
}): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const decimals = stepDecimals(market.tickSize)
  const price = (text: string | null): string =>
    text === null ? '—' : formatDecimal(text, language, { minDecimals: decimals })
  const change = ticker.changePercent === null ? null : Money.parse(ticker.changePercent)
  const changeClass = change === null || change.isZero() ? '' : change.isNegative() ? 'sell' : 'buy'
  const stale = oldSeconds > 0
  const takesPrice = useTakesPrice(market)
  const pick = (text: string | null): ReactNode =>
    text === null || !takesPrice ? (
      price(text)
    ) : (
      <button
        type="button"
        className="price"
        title={t('price.use', { price: price(text) })}
        onClick={() => takePrice(text)}
      >
        {price(text)}
      </button>
    )
  const spread =
    ticker.bid === null || ticker.ask === null
      ? null
      : Money.parse(ticker.ask).minus(Money.parse(ticker.bid)).toString()
  return (
    <>
      <div className={stale ? 'quote-line old' : 'quote-line'}>
        <span className="symbol">{market.symbol}</span>
        <span className={`last num ${changeClass}`} data-testid="last-price">
          {price(ticker.last)}
        </span>
        <span className={`num ${changeClass}`}>
          {change === null ? '—' : `${formatCut(change, 2, language, { plusSign: true })} %`}
        </span>
        <span className="soft push">{t('price.at', { time: formatTime(ticker.time, language) })}</span>
        {stale && (
          <span className="tag bad" role="alert">
            {t('price.old', { seconds: String(oldSeconds) })}
          </span>
        )}
      </div>
      <dl className="price-facts num">
        <Fact name={t('price.bid')} tone="buy">
          {pick(ticker.bid)}
        </Fact>
        <Fact name={t('price.ask')} tone="sell">
          {pick(ticker.ask)}
        </Fact>
        <Fact name={t('price.spread')}>{price(spread)}</Fact>
        <Fact name={t('price.high')}>{price(ticker.high)}</Fact>
        <Fact name={t('price.low')}>{price(ticker.low)}</Fact>
        <Fact name={t('price.volume')}>
          {formatCut(Money.parse(ticker.quoteVolume), 0, language)} {market.quote}
        </Fact>
      </dl>
    </>
  )
}

function Fact({ name, tone = '', children }: { name: string; tone?: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={tone}>{children}</dd>
    </div>
  )
}
