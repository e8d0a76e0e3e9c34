import { z } from 'zod'
import { answerSchema, eventSchema, requestSchema } from './envelope.ts'
import { type ActionSchema, actionSchemas } from './index.ts'
import { orderSchema } from './order.ts'

/** Grows by its last part when fields or actions join, by its first when one goes or changes. */
export const protocolVersion = '1.0'

type Json = Record<string, unknown>

/**
 * The protocol as one JSON Schema (2020-12), made from the definitions that type the answers: the envelopes and events,
 * and each action's `params` and `data` under `$defs`. Answers may have more fields in a later version, so readers
 * leave unknown ones alone.
 */
export function protocolSchema(): Json {
  const registry = z.registry<{ readonly id: string }>()
  const named: Readonly<Record<string, z.ZodType>> = {
    request: requestSchema,
    answer: answerSchema,
    event: eventSchema,
    order: orderSchema,
    ...Object.fromEntries(Object.entries(actionSchemas).flatMap(definitionsOf)),
  }
  const ids = new Map<z.ZodType, string>()
  for (const [id, schema] of Object.entries(named)) {
    // One definition that several actions share is written once, under the first one's name.
    if (ids.has(schema)) continue
    ids.set(schema, id)
    registry.add(schema, { id })
  }
  const { schemas }: { readonly schemas: object } = z.toJSONSchema(registry, {
    uri: (id) => `#/$defs/${id}`,
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  const defs = Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema as Json)]))
  const aliases = Object.entries(named)
    .filter(([id]) => !(id in defs))
    .map(([id, schema]): [string, Json] => [id, { $ref: `#/$defs/${ids.get(schema) ?? ''}` }])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:aristobot:redis-protocol:${protocolVersion}`,
    title: 'Aristobot Exchange Gateway over Redis',
    description: `Version ${protocolVersion} of the protocol; docs/redis-protocol.md says in words what this says in JSON Schema.`,
    actions: Object.fromEntries(
      Object.entries<ActionSchema>(actionSchemas).map(([action, { data }]) => [
        action,
        {
          params: `#/$defs/${action}.params`,
          data: data === orderSchema ? '#/$defs/order' : `#/$defs/${action}.data`,
        },
      ]),
    ),
    $defs: { ...defs, ...Object.fromEntries(aliases) },
  }
}

function definitionsOf([action, { params, data }]: readonly [string, ActionSchema]): readonly (readonly [
  string,
  z.ZodType,
])[] {
  const taken = [`${action}.params`, params] as const
  return data === orderSchema ? [taken] : [taken, [`${action}.data`, data]]
}

/** The file that is checked in. */
export function protocolSchemaText(): string {
  return `${JSON.stringify(protocolSchema(), null, 2)}\n`
}

function withoutHead({ $schema: _schema, $id: _id, ...rest }: Json): Json {
  return rest
}
