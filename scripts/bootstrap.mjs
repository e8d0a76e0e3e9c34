// Every npm script comes through here: it needs nothing but Node 20 and npm, makes what is missing (packages, build), and then runs
// the command under the Node version that the project pins. Its own words go to standard error; standard output is the command's.
const minimum = 20

if (Number(process.versions.node.split('.')[0]) < minimum) {
  console.error(`Node ${minimum} or newer is needed to start; this is ${process.version}.`)
  process.exitCode = 1
} else {
  const { main } = await import('./bootstrap/main.mjs')
  process.exitCode = await main(process.argv[2], process.argv.slice(3))
}
