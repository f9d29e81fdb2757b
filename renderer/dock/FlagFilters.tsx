import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import type { GridState } from '../grid/page-store.ts'
import type { GridFilter } from '../grid/types.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { ColumnFlagFilter } from './ColumnFlagFilter.tsx'
import { cleaned, type RuleChoice } from './filters.ts'
import { RuleFilter } from './RuleFilter.tsx'

export interface FlagFiltersProps {
  readonly state: GridState | null
  readonly filter: GridFilter
  readonly onFilter: (filter: GridFilter) => void
  readonly titleOf: (node: string) => string
  /** The rules that the flow names, for as long as nothing is counted. */
  readonly rulesBefore: readonly RuleChoice[]
}

const exact = new Intl.NumberFormat('en-US')
const words = { info: 'Info', warning: 'Warning', error: 'Error', critical: 'Critical' } satisfies Record<
  RuleSeverity,
  string
>
const fromGrave = ruleSeverities.toReversed()

/** By what is flagged: any flag, a severity, a rule, a column. Each says how many rows it would show beside the others. */
export const FlagFilters = ({ state, filter, onFilter, titleOf, rulesBefore }: FlagFiltersProps) => {
  const counts = state?.counts ?? null
  const flagged = state?.flaggedCount ?? null
  const asked = filter.flaggedOnly || filter.severity || filter.rule || filter.column
  if (flagged === 0 && !asked) return <span className="f3 x">no flags</span>
  return (
    <>
      <ChipButton
        tone={filter.flaggedOnly ? 'on' : 'plain'}
        aria-pressed={filter.flaggedOnly ?? false}
        onClick={() => onFilter(cleaned({ ...filter, flaggedOnly: !filter.flaggedOnly }))}
      >
        Flagged {flagged !== null && <b>{exact.format(counts?.flagged ?? flagged)}</b>}
      </ChipButton>
      <span className="sep" />
      {fromGrave.map(severity => {
        const on = filter.severity === severity
        const rows = counts?.severities[severity]
        return (
          <ChipButton
            key={severity}
            tone={on ? 'on' : 'plain'}
            aria-pressed={on}
            disabled={rows === 0 && !on}
            icon={<SeverityGlyph severity={severity} size={12} />}
            onClick={() => onFilter(cleaned({ ...filter, severity: on ? undefined : severity }))}
          >
            {words[severity]} {rows !== undefined && <b>{exact.format(rows)}</b>}
          </ChipButton>
        )
      })}
      <span className="sep" />
      <RuleFilter rules={counts?.rules ?? rulesBefore} filter={filter} onFilter={onFilter} titleOf={titleOf} />
      <ColumnFlagFilter
        columns={counts?.columns ?? null}
        shown={state?.columns.map(column => column.name) ?? []}
        filter={filter}
        onFilter={onFilter}
      />
    </>
  )
}
