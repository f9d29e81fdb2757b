import { Lightbulb, Scan, X } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { scopeText } from '../dock/scope.ts'
import type { Looked } from '../dock/upstream.ts'
import type { PortAnswer, PortSuggestions } from '../dock/use-port.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { Chip, ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import { acceptRepairs, acceptRules } from './accept.ts'
import { chosenRepair } from './chosen-repair.ts'
import { counted } from './counted.ts'
import { RepairItem, type Winners } from './RepairItem.tsx'
import { RuleItem } from './RuleItem.tsx'
import { Section } from './Section.tsx'
import './suggest.css'
import { TrialRows } from './TrialRows.tsx'

export interface SuggestionsProps {
  readonly looked: Looked
  readonly answer: PortAnswer<PortSuggestions>
  /** The one column that is listed; null: all. */
  readonly about: string | null
  readonly onAbout: (column: string | null) => void
  readonly bar: (chips: ReactNode) => ReactNode
}

type Rule = PortSuggestions['rules'][number]
type Repair = PortSuggestions['repairs'][number]

const nobody: ReadonlySet<string> = new Set()

const withOr = (old: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> => {
  const next = new Set(old)
  if (on) next.add(id)
  else next.delete(id)
  return next
}

const of = <T extends { readonly columns: readonly string[] }>(
  all: readonly T[],
  column: string | null,
): readonly T[] => (column === null ? all : all.filter(({ columns }) => columns.includes(column)))

/** What the rows of a port suggest, each counted and open to be looked at before it is taken. */
const Suggestions = ({ looked, answer, about, onAbout, bar }: SuggestionsProps) => {
  const editor = useEditor()
  const { catalogue, session } = editor
  const flow = useDocument(state => state.base)
  const [chosen, setChosen] = useState(nobody)
  const [winners, setWinners] = useState<Readonly<Record<string, Winners>>>({})
  const [trying, setTrying] = useState<Rule | null>(null)
  const { found, waiting, problem } = answer
  const rules = useMemo(() => of(found?.rules ?? [], about), [found, about])
  const repairs = useMemo(() => of(found?.repairs ?? [], about), [found, about])
  const shownTrial = trying && rules.find(({ id, flagged }) => id === trying.id && flagged > 0)
  const chosenOf = (list: readonly { readonly id: string }[]) =>
    new Set(list.map(({ id }) => id).filter(id => chosen.has(id)))
  const choose = (list: readonly { readonly id: string }[]) => (some: ReadonlySet<string>) =>
    setChosen(old => new Set([...[...old].filter(id => !list.some(each => each.id === id)), ...some]))

  /** The list stays in sight, whatever is added. */
  const staying = (work: () => void) => {
    work()
    session.getState().select({ selection: [looked.node] })
    session.getState().show(looked.node, looked.port)
    setChosen(nobody)
  }
  const addRules = (some: readonly Rule[]) => staying(() => acceptRules(editor, looked.rows, some))
  const insert = (some: readonly Repair[]) =>
    staying(() =>
      acceptRepairs(
        editor,
        looked.rows,
        some.flatMap(each => chosenRepair(each, winners[each.id]) ?? []),
      ),
    )
  const title = (id: string) => titleOf(flow, catalogue, id)
  const [chosenRules, chosenRepairs] = [chosenOf(rules), chosenOf(repairs)]
  const scope = found && { scope: found.scope, rowCount: found.rows, totalCount: found.rows }
  const chips = bar(
    <>
      {about !== null && (
        <ChipButton
          tone="on"
          icon={<X {...icon12} />}
          aria-label={`List all columns, not ${about} alone`}
          onClick={() => onAbout(null)}
        >
          of {about}
        </ChipButton>
      )}
      {scope && (
        <Chip tone="on" icon={<Scan {...icon12} />} title="What these counts are of">
          {scopeText(scope, false, title)}
          {waiting && scope.scope !== 'all' && ', counting all'}
        </Chip>
      )}
    </>,
  )
  const failed = problem && (
    <div className="sql-problem" role="alert">
      <SeverityGlyph severity="error" size={12} />
      <span>
        <Words text={problem.message} />
      </span>
    </div>
  )
  if (!found || rules.length + repairs.length === 0)
    return (
      <>
        {chips}
        {failed}
        {found ? (
          <EmptyState icon={<Lightbulb {...icon20} />} title="Nothing to suggest">
            The rows suggest no rule that is not there yet, and nothing to mend.
          </EmptyState>
        ) : (
          !problem && <EmptyState icon={<Lightbulb {...icon20} />} title="Reading the rows" />
        )}
      </>
    )
  return (
    <>
      {chips}
      {failed}
      <div className="suggest">
        <div className="suggest-list" aria-busy={waiting}>
          {repairs.length > 0 && (
            <Section
              title="Repairs"
              about={`go behind ${title(looked.rows.node)}, before all that it feeds`}
              ids={repairs.map(({ id }) => id)}
              chosen={chosenRepairs}
              onChosen={choose(repairs)}
              action={chosenRepairs.size === 0 ? 'Insert chosen' : `Insert ${counted(chosenRepairs.size, 'repair')}`}
              onAction={() => insert(repairs.filter(({ id }) => chosen.has(id)))}
            >
              {repairs.map(repair => (
                <RepairItem
                  key={repair.id}
                  repair={repair}
                  winners={winners[repair.id]}
                  onWinners={next => setWinners(old => ({ ...old, [repair.id]: next }))}
                  chosen={chosen.has(repair.id)}
                  onChoose={on => setChosen(old => withOr(old, repair.id, on))}
                  onInsert={() => insert([repair])}
                />
              ))}
            </Section>
          )}
          {rules.length > 0 && (
            <Section
              title="Rules"
              about={`judge the rows of ${title(looked.rows.node)}`}
              ids={rules.map(({ id }) => id)}
              chosen={chosenRules}
              onChosen={choose(rules)}
              action={chosenRules.size === 0 ? 'Add chosen' : `Add ${counted(chosenRules.size, 'rule')}`}
              onAction={() => addRules(rules.filter(({ id }) => chosen.has(id)))}
            >
              {rules.map(each => (
                <RuleItem
                  key={each.id}
                  suggestion={each}
                  shown={shownTrial?.id === each.id}
                  onShow={() => setTrying(old => (old?.id === each.id ? null : each))}
                  chosen={chosen.has(each.id)}
                  onChoose={on => setChosen(old => withOr(old, each.id, on))}
                  onAdd={() => addRules([each])}
                />
              ))}
            </Section>
          )}
        </div>
        {shownTrial && (
          <TrialRows key={shownTrial.id} rows={looked.rows} suggestion={shownTrial} onClose={() => setTrying(null)} />
        )}
      </div>
    </>
  )
}

export default Suggestions
