import type { Session } from '../session.ts'
import type { Settings } from './settings.ts'

/** A folder of the workspace, opened: the session over the repository that holds it. */
export interface Workspace {
  /** The folder as the editor named it. */
  readonly folder: string
  /** Absolute path of the repository's root (the folder itself where there is none): what paths are relative to. */
  readonly root: string
  readonly session: Session
}

/** What the user agreed to, and how to ask for more. */
export interface Consent {
  readonly trusted: boolean
  readonly allowedHosts: readonly string[]
  /** Asks whether a host may be contacted for an image. */
  readonly ask: (host: string, image: string) => Promise<boolean>
}

/** How a door gets its sessions: `main.ts` knows how to make them of the real world. */
export type OpenWorkspace = (
  folder: string,
  consent: Consent,
  /** The settings of the moment. */
  settings: () => Settings,
  onChange: () => void,
) => Promise<Workspace>
