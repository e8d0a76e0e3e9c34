// Node's entry. What is loaded from here on is compiled once and kept, by this and by every later start.
import { keepCompiled } from './infra/keep-compiled.ts'
import { keepHeapSmall } from './infra/small-heap.ts'
import { tellSourcePositions } from './infra/source-positions.ts'

keepHeapSmall()
keepCompiled()
tellSourcePositions()
const { main } = await import('./cli/main.ts')
await main()
