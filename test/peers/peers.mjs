import ccxt from 'ccxt'

/** What each client needs beside its address, and what it asks of orders. */
export const peers = [
  {
    name: 'binance',
    // Its mini ticker, ccxt's usual one, has no best bid and ask.
    ticker: { name: 'ticker' },
    ordersOverSocket: true,
    make: (options) =>
      new ccxt.pro.binance({ ...options, options: { fetchMarkets: { types: ['spot'] }, fetchMargins: false } }),
    credentials: {},
  },
  {
    name: 'bitget classic',
    exchange: 'bitget',
    kind: 'classic',
    make: (options) => new ccxt.pro.bitget({ ...options, options: { fetchMarkets: { types: ['spot'] }, uta: false } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'bitget unified',
    exchange: 'bitget',
    kind: 'unified',
    // ccxt reads neither the value executed nor this account's code for want of funds (25202), and turns the sign of its fees, which are
    // positive here.
    feeOf: ({ info }) => Number(info.feeDetail[0].fee),
    costOf: ({ info }) => Number(info.cumExecValue),
    noFunds: ccxt.ExchangeError,
    // ccxt looks for the price of a trade that is pushed under `P`.
    pushedPriceOf: ({ info }) => Number(info.p),
    make: (options) => new ccxt.pro.bitget({ ...options, options: { fetchMarkets: { types: ['spot'] }, uta: true } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'kucoin',
    // ccxt signs as a key of version 2, calls the trade account by its older name unless told, and takes the dust that an order by funds leaves
    // for a cancelled order (ccxt #15834).
    balance: { type: 'trade', hf: false },
    boughtStatus: 'canceled',
    // Ids of trades are numbers beyond 2^53 there, of which ccxt's JSON loses the last digits.
    roundsIds: true,
    apiKey: 'peer-v2',
    make: (options) =>
      new ccxt.pro.kucoin({ ...options, options: { fetchMarkets: { types: ['spot'] }, hf: true, uta: false } }),
    credentials: { passphrase: 'practice' },
  },
  {
    name: 'kraken',
    // Kraken leaves out of an end which symbol it was: who watches one symbol is not told by ccxt.
    watchesAllOrders: true,
    // Kraken has a host for public streams and one for accounts; behind ours they are paths.
    hosts: { 'ws.kraken.com': '/ws', 'ws-auth.kraken.com': '/ws-auth' },
    make: (options) => new ccxt.pro.kraken(options),
    credentials: {},
  },
]
