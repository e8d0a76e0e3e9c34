import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocolSchemaText } from '../src-main/redis/schema/document.ts'

/**
 * `npm run schema:redis`: writes docs/redis-protocol.schema.json anew from the definitions that type the gateway's
 * answers.
 */
const file = join(import.meta.dirname, '../docs/redis-protocol.schema.json')
writeFileSync(file, protocolSchemaText())
console.log(`Wrote ${file}.`)
