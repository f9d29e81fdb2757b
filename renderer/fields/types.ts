import type { FieldMeta, z } from '#core/node/settings.ts'
import type { Problem } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'

export interface FieldProps {
  readonly id: string
  /** Dotted path of the setting. */
  readonly setting: string
  readonly meta: FieldMeta
  readonly schema: z.ZodType
  /** With the default put in. */
  readonly value: unknown
  /** Columns that a column field offers. */
  readonly columns: readonly Column[]
  readonly problems: readonly Problem[]
  /** `typing` names the text that is being typed, so that its keystrokes are one step; without it the change is a step of its own. */
  readonly onChange: (value: unknown, typing?: string) => void
}
