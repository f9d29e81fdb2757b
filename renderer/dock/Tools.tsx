import { FileText, Filter, Search, Table2, X } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { AsideToggle } from '../grid/AsideToggle.tsx'
import { conditionText } from '../grid/ColumnFilter.tsx'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { FindField } from '../ui/FindField.tsx'
import { icon12 } from '../ui/icon.ts'
import { EvaluationFilter } from './EvaluationFilter.tsx'
import { FlagFilters, type FlagFiltersProps } from './FlagFilters.tsx'
import { cleaned, isFiltered } from './filters.ts'

export interface ToolsProps extends FlagFiltersProps {
  readonly finding: boolean
  readonly onFinding: (finding: boolean) => void
  readonly findField: RefObject<HTMLInputElement | null>
  readonly onNextFlagged: () => void
  /** Makes a node of the conditions on columns; null where no node can follow. */
  readonly onFilterNode: (() => void) | null
  /** Whether the validator's own table is shown; null where there is none. */
  readonly ownTable: boolean | null
  readonly onOwnTable: (own: boolean) => void
  /** Whether the reasons of the current row are listed. */
  readonly listing: boolean
  readonly onListing: (listing: boolean) => void
  /** Shows the first lines of the file; null where there are none. */
  readonly onLines: (() => void) | null
}

const OwnTable = ({ ownTable, onOwnTable, state, filter, onFilter }: ToolsProps) =>
  ownTable !== null && (
    <>
      <span className="sep" />
      <ChipButton
        tone={ownTable ? 'on' : 'plain'}
        aria-pressed={ownTable}
        icon={<Table2 {...icon12} />}
        title="Every row that came in, with what each rule did not judge"
        onClick={() => onOwnTable(!ownTable)}
      >
        Validator’s table
      </ChipButton>
      {ownTable && (
        <EvaluationFilter evaluations={state?.counts?.evaluations ?? null} filter={filter} onFilter={onFilter} />
      )}
    </>
  )

/** Applied when typing rests. */
const Find = ({
  filter,
  onFilter,
  onFinding,
  findField,
}: Pick<ToolsProps, 'filter' | 'onFilter' | 'onFinding' | 'findField'>) => {
  const [text, setText] = useState(filter.search ?? '')
  useEffect(() => {
    if (text === (filter.search ?? '')) return
    const timer = setTimeout(() => onFilter(cleaned({ ...filter, search: text })), 200)
    return () => clearTimeout(timer)
  }, [text, filter, onFilter])
  const close = () => {
    onFilter(cleaned({ ...filter, search: '' }))
    onFinding(false)
  }
  return (
    <FindField
      ref={findField}
      label="Find rows"
      value={text}
      onChange={setText}
      close={{ label: 'Close', run: close }}
      onLeave={close}
      onEnter={() => onFilter(cleaned({ ...filter, search: text }))}
    />
  )
}

/** Which rows are shown: all, flagged, by severity, rule or column, by what columns hold, by what is found. */
export const Tools = (props: ToolsProps) => {
  const { filter, onFilter, finding, onFinding, findField, onNextFlagged, onFilterNode, state, listing, onListing } =
    props
  return (
    <div className="tools">
      <ChipButton tone={isFiltered(filter) ? 'plain' : 'on'} onClick={() => onFilter({})}>
        All rows
      </ChipButton>
      <FlagFilters {...props} />
      <OwnTable {...props} />
      {(filter.columns ?? []).map(condition => (
        <ChipButton
          key={`${condition.column} ${condition.operator} ${condition.value}`}
          tone="on"
          aria-label={`Remove the filter of ${condition.column}`}
          onClick={() =>
            onFilter(cleaned({ ...filter, columns: filter.columns?.filter(other => other !== condition) ?? [] }))
          }
        >
          {conditionText(condition)}
          <X {...icon12} />
        </ChipButton>
      ))}
      {(filter.columns ?? []).length > 0 && onFilterNode && (
        <ChipButton
          icon={<Filter {...icon12} />}
          title="Make a node behind these rows that lets them through by the same conditions"
          onClick={onFilterNode}
        >
          Make a filter node
        </ChipButton>
      )}
      {props.onLines && (
        <ChipButton
          icon={<FileText {...icon12} />}
          title="The file's first lines as they stand there, beside the rows that they are read as"
          onClick={props.onLines}
        >
          First lines
        </ChipButton>
      )}
      <span className="sp" />
      {state?.flaggedCount !== 0 && (
        <Button size="sm" variant="ghost" onClick={onNextFlagged}>
          Next flagged <span className="kbd">F8</span>
        </Button>
      )}
      <AsideToggle label="Reasons of the current row" on={listing} onChange={onListing} />
      {finding || filter.search ? (
        <Find filter={filter} onFilter={onFilter} onFinding={onFinding} findField={findField} />
      ) : (
        <Button size="sm" variant="ghost" icon={<Search {...icon12} />} onClick={() => onFinding(true)}>
          Find
        </Button>
      )}
    </div>
  )
}
