import { z } from 'zod'
import { decimal } from './contract/fields.ts'
import { languages } from './messages/index.ts'
import { usualWarningLimits, type WarningLimits } from './order-warnings.ts'
import { reportingCurrencies } from './portfolio/conversion.ts'
import { costMethods } from './portfolio/cost-basis.ts'
import { redisSharings } from './redis-sharing.ts'

/** Of what a window is told with a toast (trouble always is), and how else. */
const alerts = z.strictObject({
  fills: z.boolean(),
  exits: z.boolean(),
  sound: z.boolean(),
  desktop: z.boolean(),
})
export type AlertSettings = Readonly<z.infer<typeof alerts>>
export const usualAlerts: AlertSettings = { fills: true, exits: true, sound: false, desktop: false }

export const themes = ['dark', 'light', 'system'] as const

/**
 * `refuse`: it is not sent. `later`: it is sent, and its row follows when the database is there. `off`: no order gets a
 * row.
 */
export const djangoTradesPolicies = ['refuse', 'later', 'off'] as const
export type DjangoTradesPolicy = (typeof djangoTradesPolicies)[number]

/** In what the portfolio is told, and how cost is taken from purchases. */
const portfolio = z.strictObject({ currency: z.enum(reportingCurrencies), method: z.enum(costMethods) })

/** What a person may choose in the window; each also stands in {@link settingsSchema}, which says what it is before. */
const choices = {
  /** Language of the window and of the error sentences sent over Redis; the old gateway spoke French. */
  language: z.enum(languages),
  theme: z.enum(themes),
  /** What tells this gateway's windows from another's; null: the folder of its data does. */
  gatewayName: z.string().trim().min(1).max(40).nullable(),
  alerts,
  /** From where on the window has a person say yes to an order once more. */
  orderWarnings: z.strictObject({
    throughPercent: decimal.nullable(),
    awayPercent: decimal.nullable(),
    timesUsual: decimal.nullable(),
  }) satisfies z.ZodType<WarningLimits>,
  portfolio,
  /** Whether to start this machine's own redis-server when none answers at the default address. */
  startOwnRedis: z.boolean(),
  /**
   * Whether the amount of Terminal 3's limit orders and market sales is turned from a value in USDT into base units.
   */
  terminal3AmountsInUsdt: z.boolean(),
  /** Whether other gateways may take requests from the same Redis at the same time. */
  redisSharing: z.enum(redisSharings),
  /** About how many entries the stream of events on Redis keeps; null: nothing is published. */
  exchangeEvents: z.int().min(100).max(1_000_000).nullable(),
  /** What becomes of a trade of Django's page whose row cannot be written into its database. */
  djangoTrades: z.enum(djangoTradesPolicies),
  /** Whether orders of this application's window get a row there, too. */
  djangoPanelTrades: z.boolean(),
}

/** What is chosen, as it is kept. */
export const settingsSchema = z.object({
  language: choices.language.catch('fr'),
  theme: choices.theme.catch('dark'),
  gatewayName: choices.gatewayName.catch(null),
  alerts: choices.alerts.catch(usualAlerts),
  orderWarnings: choices.orderWarnings.catch(usualWarningLimits),
  portfolio: choices.portfolio.catch({ currency: 'USDT', method: 'fifo' }),
  // From here on, a value that makes no sense is no value of ours: another one in its place could serve another Redis,
  // or other amounts.
  startOwnRedis: choices.startOwnRedis.default(true),
  terminal3AmountsInUsdt: choices.terminal3AmountsInUsdt.default(false),
  redisSharing: choices.redisSharing.default('alone'),
  exchangeEvents: choices.exchangeEvents.default(null),
  djangoTrades: choices.djangoTrades.default('refuse'),
  djangoPanelTrades: choices.djangoPanelTrades.default(false),
} satisfies Record<keyof typeof choices, z.ZodType>)
export type Settings = Readonly<z.infer<typeof settingsSchema>>

/** What is chosen anew; the rest stays. */
export const settingsChangeSchema = z.strictObject(choices).partial()
export type SettingsChange = Readonly<z.infer<typeof settingsChangeSchema>>
