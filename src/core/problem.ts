/** How serious a problem is: an error keeps a flow from running, the others do not. */
export type ProblemSeverity = 'error' | 'warning' | 'info'

/** Where in a setting's text a problem lies, in UTF-16 units, end exclusive. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** What would mend a problem, offered as one click. */
export type ProblemFix = SettingFix | InsertFix

/** A setting's new value. */
export interface SettingFix {
  readonly title: string
  readonly node: string
  /** Path of keys and indexes inside the node's settings. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

/** A new node between an output and all that it feeds. */
export interface InsertFix {
  readonly title: string
  readonly node: string
  readonly insert: {
    readonly port: string
    readonly kind: string
    readonly settings: Readonly<Record<string, unknown>>
  }
}

/** Something a person can mend: never a stack trace. The shape is fixed by the contract, section 4. */
export interface Problem {
  /** Stable, and listed in `problem-catalogue.ts`. */
  readonly code: string
  readonly severity: ProblemSeverity
  readonly node?: string
  /** Dotted path of the setting: `rules.2.columns.0`. */
  readonly setting?: string
  readonly range?: TextRange
  readonly message: string
  readonly hint?: string
  readonly fix?: ProblemFix
  /** The statement that failed, cut where it is very long. */
  readonly sql?: string
}

/** Says whether any of the problems keeps a flow from running. */
export const hasErrors = (problems: readonly Problem[]): boolean => problems.some(p => p.severity === 'error')
