import { CircleDashed } from 'lucide-react'
import { EvaluationGlyph, evaluationWords } from '../grid/EvaluationGlyph.tsx'
import type { GridCounts, GridFilter } from '../grid/types.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { cleaned } from './filters.ts'

export interface EvaluationFilterProps {
  /** Null while not counted. */
  readonly evaluations: GridCounts['evaluations'] | null
  readonly filter: GridFilter
  readonly onFilter: (filter: GridFilter) => void
}

const exact = new Intl.NumberFormat('en-US')
const states = ['skipped', 'failed'] as const
const headings = { skipped: 'Not evaluated by', failed: 'Could not be evaluated by' } as const

/** Rows of a validator's own table that a rule says nothing of. */
export const EvaluationFilter = ({ evaluations, filter, onFilter }: EvaluationFilterProps) => {
  const { evaluation: chosen } = filter
  const groupOf = (state: (typeof states)[number]): readonly MenuEntry[] => {
    const own = (evaluations ?? []).filter(each => each.state === state)
    if (own.length === 0) return []
    const entry = (rule: string | undefined, label: string, count?: number): MenuEntry => ({
      label,
      icon: <EvaluationGlyph state={state} size={12} />,
      ...(count === undefined ? {} : { keys: exact.format(count) }),
      checked: chosen?.state === state && chosen.rule === rule,
      onSelect: () => onFilter({ ...filter, evaluation: rule === undefined ? { state } : { state, rule } }),
    })
    return [
      { heading: headings[state] },
      entry(undefined, 'any rule'),
      ...own.map(({ rule, rows }) => entry(rule, rule, rows)),
    ]
  }
  const some = states.flatMap(groupOf)
  const entries: readonly MenuEntry[] = [
    ...(chosen
      ? [
          { label: 'Judged or not', onSelect: () => onFilter(cleaned({ ...filter, evaluation: undefined })) },
          'separator' as const,
        ]
      : []),
    ...(some.length > 0
      ? some
      : [{ heading: evaluations ? 'Every rule was evaluated for every row' : 'Not counted yet' }]),
  ]
  return (
    <Menu
      entries={entries}
      trigger={
        <ChipButton
          tone={chosen ? 'on' : 'plain'}
          icon={<CircleDashed {...icon12} />}
          title="Rows that a rule says nothing of"
        >
          {chosen ? (
            <>
              {chosen.rule ? <b>{chosen.rule}</b> : 'Some rule'} {evaluationWords[chosen.state]}
            </>
          ) : (
            'Not judged'
          )}
        </ChipButton>
      }
    />
  )
}
