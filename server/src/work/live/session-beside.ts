import type { Installed } from '../../flux/version/installed.ts'
import { withInstalled } from '../../flux/workspace/with-installed.ts'
import type { Session } from '../../session.ts'

/** A session that knows what this one does, and what a live cluster runs; this one, which others may ask, stays as it is. */
export function sessionBeside(session: Session, installed: Installed | undefined): Session {
  const { snapshot, unreadable } = session
  const beside = session.with()
  beside.takeOver({ snapshot: withInstalled(snapshot, installed ? [installed] : []), unreadable })
  beside.answer(snapshot)
  return beside
}
