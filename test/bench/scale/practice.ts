import { startPracticeExchanges } from '@aristobot/practice'

/** The practice exchanges in a process of their own, with so many markets more as the command line says. */
const exchanges = await startPracticeExchanges({ listings: { plausibleAnd: Number(process.argv[2]) } })
console.log(JSON.stringify({ baseUrls: exchanges.baseUrls, controlUrl: exchanges.controlUrl }))
process.once('SIGTERM', () => void exchanges.close().then(() => process.exit(0)))
