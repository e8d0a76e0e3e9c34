import { z } from 'zod'
import { databaseFormSchema, type DatabaseSettingsView, type DatabaseTrial } from '../database-options.ts'
import { gives, read, write } from './call.ts'
import { nothing } from './fields.ts'

export const databaseCalls = {
  'database.settings': read(nothing, gives<DatabaseSettingsView>()),
  /** Tries a connection; what is wrong with it is an answer, not an error. Nothing is changed. */
  'database.try': read(databaseFormSchema, gives<DatabaseTrial>()),
  /** Keeps a connection, or none, and uses it at once; its password goes to the keychain, or into memory only. */
  'database.save': write(databaseFormSchema.extend({ thisRunOnly: z.boolean() }), gives<DatabaseSettingsView>()),
} as const
