import { Columns3 } from 'lucide-react'
import type { GridCounts, GridFilter } from '../grid/types.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu } from '../ui/Menu.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { cleaned } from './filters.ts'

export interface ColumnFlagFilterProps {
  /** Null while not counted. */
  readonly columns: GridCounts['columns'] | null
  /** Names of the columns that are shown. */
  readonly shown: readonly string[]
  readonly filter: GridFilter
  readonly onFilter: (filter: GridFilter) => void
}

const exact = new Intl.NumberFormat('en-US')

/** Rows with a flag at one column, also at one that these rows no longer have. */
export const ColumnFlagFilter = ({ columns, shown, filter, onFilter }: ColumnFlagFilterProps) => (
  <Menu
    entries={[
      ...(filter.column
        ? [{ label: 'Any column', onSelect: () => onFilter(cleaned({ ...filter, column: '' })) }, 'separator' as const]
        : []),
      ...(columns === null
        ? shown.map(column => ({
            label: column,
            checked: filter.column === column,
            onSelect: () => onFilter({ ...filter, column }),
          }))
        : []),
      ...(columns ?? []).map(({ column, severity, rows }) => ({
        label: column,
        icon: <SeverityGlyph severity={severity} size={12} />,
        keys: exact.format(rows),
        checked: filter.column === column,
        disabled: rows === 0 && filter.column !== column,
        ...(shown.includes(column) ? {} : { about: 'not among these columns' }),
        onSelect: () => onFilter({ ...filter, column }),
      })),
    ]}
    trigger={
      <ChipButton
        tone={filter.column ? 'on' : 'plain'}
        icon={<Columns3 {...icon12} />}
        title="Rows with a flag at one column"
      >
        {filter.column ? (
          <>
            Flag at <b>{filter.column}</b>
          </>
        ) : (
          'Column'
        )}
      </ChipButton>
    }
  />
)
