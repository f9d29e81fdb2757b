import { Columns3, ListFilter, Search, X } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { conditionText } from '../grid/ColumnFilter.tsx'
import type { GridState } from '../grid/page-store.ts'
import type { GridFilter } from '../grid/types.ts'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu } from '../ui/Menu.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { TextField } from '../ui/TextField.tsx'

export interface ToolsProps {
  readonly state: GridState | null
  readonly filter: GridFilter
  readonly onFilter: (filter: GridFilter) => void
  readonly finding: boolean
  readonly onFinding: (finding: boolean) => void
  readonly findField: RefObject<HTMLInputElement | null>
  /** Rules that rows of this port may carry flags of. */
  readonly rules: readonly { readonly node: string; readonly rule: string; readonly title: string }[]
  readonly onNextFlagged: () => void
}

const exact = new Intl.NumberFormat('en-US')
const words = { info: 'Info', warning: 'Warning', error: 'Error', critical: 'Critical' } satisfies Record<
  RuleSeverity,
  string
>

/** A copy without what is not set, so that no filter is an empty object. */
export const cleaned = (filter: GridFilter): GridFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) =>
        value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  )

export const isFiltered = (filter: GridFilter): boolean => Object.keys(cleaned(filter)).length > 0

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
    <TextField
      ref={findField}
      size="sm"
      className="find-field"
      value={text}
      onChange={setText}
      placeholder="rows that contain"
      aria-label="Find rows"
      icon={<Search {...icon12} />}
      end={<IconButton size="xs" label="Close" icon={<X {...icon12} />} onClick={close} />}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          close()
        }
        if (event.key === 'Enter') onFilter(cleaned({ ...filter, search: text }))
      }}
    />
  )
}

const FlagFilters = ({ state, filter, onFilter, rules }: ToolsProps) => {
  const flagged = state?.flaggedCount ?? null
  const some = flagged === null ? (state?.marks.size ?? 0) > 0 : flagged > 0
  const chosen = ruleSeverities.toReversed()
  const columns = state?.columns.map(column => column.name) ?? []
  if (!some && !filter.flaggedOnly && !filter.severity && !filter.rule && !filter.column)
    return flagged === 0 ? <span className="f3 x">no flags</span> : null
  const rule = rules.find(each => each.node === filter.rule?.node && each.rule === filter.rule.rule)
  return (
    <>
      <ChipButton
        tone={filter.flaggedOnly ? 'on' : 'plain'}
        aria-pressed={filter.flaggedOnly ?? false}
        onClick={() => onFilter(cleaned({ ...filter, flaggedOnly: !filter.flaggedOnly }))}
      >
        Flagged {flagged !== null && <b>{exact.format(flagged)}</b>}
      </ChipButton>
      <span className="sep" />
      {chosen.map(severity => (
        <ChipButton
          key={severity}
          tone={filter.severity === severity ? 'on' : 'plain'}
          aria-pressed={filter.severity === severity}
          icon={<SeverityGlyph severity={severity} size={12} />}
          onClick={() =>
            onFilter(
              cleaned({ ...filter, severity: filter.severity === severity ? undefined : severity } as GridFilter),
            )
          }
        >
          {words[severity]}
        </ChipButton>
      ))}
      <span className="sep" />
      {rules.length > 0 && (
        <Menu
          entries={[
            ...(filter.rule
              ? [
                  {
                    label: 'Any rule',
                    onSelect: () => onFilter(cleaned({ ...filter, rule: undefined } as GridFilter)),
                  },
                  'separator' as const,
                ]
              : []),
            ...rules.map(each => ({
              label: each.rule,
              about: each.title,
              onSelect: () => onFilter(cleaned({ ...filter, rule: { node: each.node, rule: each.rule } })),
            })),
          ]}
          trigger={
            <ChipButton tone={filter.rule ? 'on' : 'plain'} icon={<ListFilter {...icon12} />}>
              {rule ? (
                <>
                  Rule <b>{rule.rule}</b>
                </>
              ) : (
                (filter.rule?.rule ?? 'Rule')
              )}
            </ChipButton>
          }
        />
      )}
      <Menu
        entries={[
          ...(filter.column
            ? [
                { label: 'Any column', onSelect: () => onFilter(cleaned({ ...filter, column: '' })) },
                'separator' as const,
              ]
            : []),
          ...columns.map(column => ({ label: column, onSelect: () => onFilter(cleaned({ ...filter, column })) })),
        ]}
        trigger={
          <ChipButton
            tone={filter.column ? 'on' : 'plain'}
            icon={<Columns3 {...icon12} />}
            title="Rows with a flag at this column"
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
    </>
  )
}

/** Which rows are shown: all, flagged, by severity, rule or column, by what columns hold, by what is found. */
export const Tools = (props: ToolsProps) => {
  const { filter, onFilter, finding, onFinding, findField, onNextFlagged, state } = props
  return (
    <div className="tools">
      <ChipButton tone={isFiltered(filter) ? 'plain' : 'on'} onClick={() => onFilter({})}>
        All rows
      </ChipButton>
      <FlagFilters {...props} />
      {(filter.columns ?? []).map(condition => (
        <ChipButton
          key={condition.column}
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
      <span className="sp" />
      {state?.flaggedCount !== 0 && (
        <Button size="sm" variant="ghost" onClick={onNextFlagged}>
          Next flagged <span className="kbd">F8</span>
        </Button>
      )}
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
