import { ListFilter, Play, Redo2, Undo2 } from 'lucide-react'
import type { RefObject } from 'react'
import { useStore } from 'zustand'
import { runCommand } from '../app/commands.ts'
import { AsideToggle } from '../grid/AsideToggle.tsx'
import { useEditor, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { FindField } from '../ui/FindField.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { Menu } from '../ui/Menu.tsx'
import type { Entries } from './entries-state.ts'
import type { EntryState } from './entry.ts'
import { StateGlyph } from './StateGlyph.tsx'
import { entryStates, stateWords, unresolved } from './states.ts'
import type { Filter } from './use-entries.ts'

export interface ToolsProps {
  readonly entries: Entries
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly searchField: RefObject<HTMLInputElement | null>
  readonly titleOf: (node: string) => string
  readonly about: boolean
  readonly onAbout: (about: boolean) => void
  readonly onLeave: () => void
}

const exact = new Intl.NumberFormat('en-US')

const States = ({ entries, filter, onFilter }: Pick<ToolsProps, 'entries' | 'filter' | 'onFilter'>) => {
  const counts = useStore(
    entries,
    state => state.listed?.sinks.find(({ node }) => node === state.listed?.node)?.counts ?? null,
  )
  const chosen = filter.states
  const toggle = (state: EntryState) => {
    const { states: _, ...others } = filter
    onFilter(chosen?.length === 1 && chosen[0] === state ? others : { ...others, states: [state] })
  }
  const { states: _, ...all } = filter
  const left = counts === null ? null : unresolved.reduce((sum, state) => sum + counts[state], 0)
  return (
    <>
      <ChipButton
        tone={chosen ? 'plain' : 'on'}
        aria-pressed={!chosen}
        title="All rows but the resolved ones"
        onClick={() => onFilter(all)}
      >
        Unresolved {left !== null && <b>{exact.format(left)}</b>}
      </ChipButton>
      {entryStates.map(state => {
        const on = chosen?.length === 1 && chosen[0] === state
        return (
          <ChipButton
            key={state}
            tone={on ? 'on' : 'plain'}
            aria-pressed={on}
            disabled={counts?.[state] === 0 && !on}
            icon={<StateGlyph state={state} />}
            title={stateWords[state].about}
            onClick={() => toggle(state)}
          >
            {stateWords[state].title} {counts && <b>{exact.format(counts[state])}</b>}
          </ChipButton>
        )
      })}
    </>
  )
}

const Reasons = ({
  entries,
  filter,
  onFilter,
  titleOf,
}: Pick<ToolsProps, 'entries' | 'filter' | 'onFilter' | 'titleOf'>) => {
  const reasons = useStore(entries, state => state.listed?.reasons) ?? []
  const { reason: chosen, ...others } = filter
  const nodes = [...new Set(reasons.map(({ node }) => node))]
  return (
    <Menu
      trigger={
        <ChipButton
          tone={chosen ? 'on' : 'plain'}
          icon={<ListFilter {...icon12} />}
          title="Rows that are here for one reason"
        >
          {chosen ? (
            <>
              Reason <b>{chosen.rule}</b>
            </>
          ) : (
            'Reason'
          )}
        </ChipButton>
      }
      entries={[
        ...(chosen ? [{ label: 'Any reason', onSelect: () => onFilter(others) }, 'separator' as const] : []),
        ...(reasons.length === 0 ? [{ heading: 'No row has a reason' }] : []),
        ...nodes.flatMap(node => [
          { heading: titleOf(node) },
          ...reasons
            .filter(reason => reason.node === node)
            .map(({ rule, entries: rows }) => ({
              label: rule === 'source' ? 'found while reading' : rule,
              keys: exact.format(rows),
              checked: chosen?.node === node && chosen.rule === rule,
              onSelect: () => onFilter({ ...others, reason: { node, rule } }),
            })),
        ]),
      ]}
    />
  )
}

/** Which of the kept rows are shown; corrections taken back; the next run. */
export const Tools = (props: ToolsProps) => {
  const { entries, search, onSearch, searchField, about, onAbout, onLeave } = props
  const editor = useEditor()
  const undoable = useStore(entries, state => state.undoable)
  const redoable = useStore(entries, state => state.redoable)
  const running = useRun(state => state.status === 'running')
  return (
    <div className="tools">
      <States {...props} />
      <span className="sep" />
      <Reasons {...props} />
      <span className="sp" />
      <FindField
        ref={searchField}
        label="Find kept rows"
        value={search}
        onChange={onSearch}
        close={search === '' ? null : { label: 'Clear', run: () => onSearch('') }}
        onLeave={() => {
          onSearch('')
          onLeave()
        }}
      />
      <IconButton
        size="sm"
        label={undoable ? `Undo: ${undoable}` : 'Nothing to undo'}
        keys="Ctrl Z"
        icon={<Undo2 {...icon14} />}
        disabled={!undoable}
        onClick={() => void entries.undo()}
      />
      <IconButton
        size="sm"
        label={redoable ? `Redo: ${redoable}` : 'Nothing to redo'}
        keys="Ctrl Shift Z"
        icon={<Redo2 {...icon14} />}
        disabled={!redoable}
        onClick={() => void entries.redo()}
      />
      <AsideToggle label="All of the current row" on={about} onChange={onAbout} />
      <Button
        size="sm"
        icon={<Play {...icon12} />}
        disabled={running}
        title="Runs the flow with the corrections (Ctrl Enter)"
        onClick={() => runCommand(editor, 'run')}
      >
        Run again
      </Button>
    </div>
  )
}
