// Node's entry. Node maps the positions only of files that it loads after this was said.
process.setSourceMapsEnabled(true)
const { main } = await import('./cli/main.ts')
await main()
