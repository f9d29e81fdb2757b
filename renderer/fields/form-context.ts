import { createContext, useContext } from 'react'
import type { Problem, ProblemFix } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RuleReport } from '#core/report.ts'

/** What the fields of one node's form may ask. */
export interface FormContext {
  readonly node: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Columns at each input port, and of each output. */
  readonly inputs: Readonly<Record<string, readonly Column[]>>
  readonly outputs: Readonly<Record<string, readonly Column[]>>
  /** Names of the flow's parameters. */
  readonly params: readonly string[]
  readonly problems: readonly Problem[]
  /** A setting that is to be shown and focused, by its dotted path. */
  readonly focus: { readonly setting: string; readonly count: number } | null
  /** What the last run found, by rule. */
  readonly rules: readonly RuleReport[]
  /** Sets several settings in one step. */
  update(settings: Readonly<Record<string, unknown>>, gesture?: string): void
  fix(fix: ProblemFix): void
  /** Shows a setting of this node, and gives it the focus. */
  reveal(setting: string): void
  /** Shows the rows that break one of the node's rules. */
  showFailing(rule: string): void
  pickFile(kind: 'openData' | 'saveData' | 'openFlow', current: string | null): Promise<string | null>
}

export const FormContext = createContext<FormContext | null>(null)

export const useForm = (): FormContext => {
  const form = useContext(FormContext)
  if (!form) throw new Error('FormContext is missing')
  return form
}

/** Problems of a setting and of what lies in it. */
export const problemsAt = (problems: readonly Problem[], setting: string): readonly Problem[] =>
  problems.filter(problem => problem.setting === setting || problem.setting?.startsWith(`${setting}.`))
