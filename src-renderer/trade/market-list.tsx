import { CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { selectQuote, useSelection } from '../selection.ts'
import type { MarketView } from '../views.ts'
import { quotesOf, searchMarkets } from './market-search.ts'

const mostShown = 150

interface MarketListProps {
  readonly markets: readonly MarketView[]
  readonly selected: string | null
  readonly onChoose: (symbol: string) => void
}

/** Search and list in one: arrows move, Enter chooses, Escape empties the search. */
export function MarketList({ markets, selected, onChoose }: MarketListProps): ReactNode {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const wantedQuote = useSelection((state) => state.quote)
  const quotes = useMemo(() => quotesOf(markets), [markets])
  const quote = wantedQuote !== null && quotes.includes(wantedQuote) ? wantedQuote : null
  const found = useMemo(() => searchMarkets(markets, text, quote), [markets, text, quote])
  const shown = found.slice(0, mostShown)
  const [active, setActive] = useState<string | null>(null)
  const activeIndex = shown.findIndex((market) => market.symbol === (active ?? selected))
  const list = useRef<HTMLUListElement>(null)
  const optionId = (index: number): string => `${id}-${index}`

  useEffect(() => {
    list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const move = (to: number): void => setActive(shown[Math.max(0, Math.min(to, shown.length - 1))]?.symbol ?? null)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') move(activeIndex + 1)
    else if (event.key === 'ArrowUp') move(activeIndex - 1)
    else if (event.key === 'PageDown') move(activeIndex + 8)
    else if (event.key === 'PageUp') move(activeIndex - 8)
    else if (event.key === 'Escape' && text !== '') setText('')
    else if (event.key === 'Enter') {
      const market = shown[activeIndex === -1 ? 0 : activeIndex]
      if (market !== undefined) onChoose(market.symbol)
    } else return
    event.preventDefault()
  }

  return (
    <div className="market-list">
      <div className="row market-search">
        <TextInput
          className="grow"
          aria-label={t('markets.search')}
          placeholder={t('markets.searchShort')}
          value={text}
          maxLength={32}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={activeIndex === -1 ? undefined : optionId(activeIndex)}
          onChange={(event) => {
            const next = event.currentTarget.value
            setText(next)
            setActive(next === '' ? null : (searchMarkets(markets, next, quote)[0]?.symbol ?? null))
          }}
          onKeyDown={onKeyDown}
          rightSection={
            text === '' ? null : (
              <CloseButton size="xs" aria-label={t('common.dismiss')} tabIndex={-1} onClick={() => setText('')} />
            )
          }
        />
        <NativeSelect
          className="quote-select"
          aria-label={t('markets.quote')}
          value={quote ?? ''}
          data={[{ value: '', label: t('common.all') }, ...quotes.map((each) => ({ value: each, label: each }))]}
          onChange={(event) => selectQuote(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      </div>
      <ul className="symbols" id={`${id}-list`} role="listbox" aria-label={t('markets.list')} ref={list} tabIndex={-1}>
        {shown.map((market, index) => (
          <li
            key={market.symbol}
            id={optionId(index)}
            role="option"
            aria-selected={market.symbol === selected}
            className={market.symbol === active ? 'active' : undefined}
            onClick={() => onChoose(market.symbol)}
          >
            <span>
              <span className="base">{market.base}</span>
              <span className="soft">/{market.quote}</span>
            </span>
            {market.status !== 'trading' && (
              <span className="tag warn push">
                {t(market.status === 'halted' ? 'markets.halted' : 'markets.cancelOnly')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {found.length === 0 && <div className="state">{t('markets.none')}</div>}
      {found.length > shown.length && (
        <div className="state more">{t('markets.more', { count: found.length - shown.length })}</div>
      )}
    </div>
  )
}
