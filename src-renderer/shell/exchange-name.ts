import type { ExchangeName } from '../../src-shared/account.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'

export function exchangeLabel(name: ExchangeName): string {
  return exchangeProfiles[name].label
}
