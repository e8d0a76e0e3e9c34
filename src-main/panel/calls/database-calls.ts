import type { databaseCalls as contract } from '../../../src-shared/contract/database.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** The connection to Django's database. */
export function databaseCalls({ database }: PanelServices): CallHandlers<typeof contract> {
  return {
    'database.settings': () => database.view(),
    'database.try': (form) => database.try(form),
    'database.save': ({ thisRunOnly, ...form }) => database.save(form, thisRunOnly),
  }
}
