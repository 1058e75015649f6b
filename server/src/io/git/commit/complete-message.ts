import { failure } from '../../../flux/failure.ts'

/** A commit message as given, its last line ended. Throws `E_MESSAGE` for what no commit can hold. */
export function completeMessage(message: string): string {
  if (message.includes('\0'))
    throw failure(
      'E_MESSAGE',
      'The commit message holds a NUL character, which Git cannot store. Take it out.',
    )
  if (message.trim() === '')
    throw failure(
      'E_MESSAGE',
      'The commit message is empty. Give one, or fix the messageTemplate of the automation.',
    )
  return message.endsWith('\n') ? message : `${message}\n`
}
