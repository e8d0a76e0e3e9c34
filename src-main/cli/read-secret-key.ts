import { readHidden } from './hidden-prompt.ts'
import { readWord } from './read-word.ts'

/**
 * Django's SECRET_KEY: from the variable DJANGO_SECRET_KEY, typed unseen, or the first line of standard input; null:
 * none was given. It never comes from arguments: those are seen by every process of the machine.
 */
export async function readSecretKey(): Promise<string | null> {
  const { DJANGO_SECRET_KEY: given } = process.env
  if (given !== undefined && given !== '') return given
  const { stdin } = process
  const text = stdin.isTTY
    ? await readHidden(stdin, 'Django’s SECRET_KEY (not shown, not kept; Enter for none): ')
    : await readWord('Django’s SECRET_KEY: ')
  return text === null || text === '' ? null : text
}
