import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Chain, chainOf, grow, type State } from '#test/nodes/travel/chain.ts'
import { keyOf } from '#test/nodes/travel/model.ts'
import { step, tables } from '#test/nodes/travel/steps.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const behind = (rows: number) => ` (${rows === 1 ? '1 row' : `${rows} rows`} behind this one)`

/** What a node says of a cell of `b`, without the cell. */
const says: Readonly<Record<string, string>> = {
  'transform.cast b': 'b is not an INTEGER',
  'transform.parse_date b': 'b is no date that a format reads',
  'transform.parse_date b_ambiguous': 'b may be several dates',
  'transform.map_values b': 'b is not mapped',
}

const sentence = (kind: string, rule: string) =>
  rule.startsWith('f_') ? `${rule} could not be computed` : (says[`${kind} ${rule}`] ?? rule)

const isWarning = (rule: string, settings: Readonly<Record<string, unknown>>) =>
  rule.startsWith('low_') || (rule === 'b_ambiguous' && settings.onAmbiguous === undefined)

interface Message {
  readonly isWarning: boolean
  readonly text: string
  readonly judged: string
}

/** The last port of a chain, and the nodes that its flags are of. */
interface End extends State {
  readonly nodes: Chain['nodes']
}

const messagesOf = ({ slots, nodes }: End, { flags, counts }: State['rows'][number]): readonly Message[] =>
  slots.flatMap(slot =>
    [...(flags[keyOf(slot)] ?? [])].map(([rule, judged]) => ({
      isWarning: isWarning(rule, nodes[slot.node]!.settings),
      text: sentence(nodes[slot.node]!.kind, rule) + (slot.aggregated ? behind(counts[keyOf(slot)] ?? 0) : ''),
      judged,
    })),
  )

const cellsOf = ({ columns }: State, row: State['rows'][number]) => columns.map(({ name }) => row.cells[name] ?? null)

/** What a sink writes of each row: its cells, and the messages of its errors and its warnings, without values. */
const modelled = (state: End) =>
  state.rows.map(row => {
    const of = (isWarning: boolean) =>
      messagesOf(state, row)
        .flatMap(m => (m.isWarning === isWarning ? [m.text] : []))
        .toSorted()
    return [cellsOf(state, row), of(false), of(true)]
  })

/** What a look-up says, as the model names it. */
const ofReference: Readonly<Record<string, string>> = {
  'is not in the reference': 'missing',
  'is in the reference several times': 'several',
}

/** A message as it was written, and the value in it. */
const parted = (message: string) => {
  const looked =
    /^[^:]+? (is (?:not )?in the reference(?: several times)?): (.*?)((?: \(\d+ rows? behind this one\))?)$/.exec(
      message,
    )
  if (looked) return { text: `${ofReference[looked[1]!]}${looked[3]}`, value: looked[2] }
  const [, rule, value, end] =
    /^(b [A-Za-z ]+?|\S+?(?: could not be computed)?)(?:(?: =|:) (.*?))?((?: \(\d+ rows? behind this one\))?)$/.exec(
      message,
    ) ?? []
  return { text: `${rule}${end}`, value }
}

const isFlagged =
  ({ slots }: State) =>
  (row: State['rows'][number]) =>
    slots.some(slot => (row.flags[keyOf(slot)]?.size ?? 0) > 0)

const split = (messages: string | null) => (messages === null ? [] : messages.split('; ').map(parted))

const textsOf = (messages: string | null) =>
  split(messages)
    .map(({ text }) => text)
    .toSorted()

/** Values that no row with the same cells was judged by, and how many were shown. */
const valuesIn = (state: End, cells: unknown, messages: readonly (string | null)[]) => {
  const alike = state.rows.filter(row => JSON.stringify(cellsOf(state, row)) === JSON.stringify(cells))
  const judged = new Set(alike.flatMap(row => messagesOf(state, row).map(m => `${m.text} of ${m.judged}`)))
  const shown = messages.flatMap(split).filter(({ value }) => value !== undefined)
  return { shown: shown.length, wrong: shown.filter(({ text, value }) => !judged.has(`${text} of ${value}`)) }
}

const multiset = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).toSorted()

it('a run writes the rows of any chain with the reasons that a naive evaluation gives them, and counts those with one', async () => {
  const folder = await temporaryFolder()
  let shown = 0
  await fc.assert(
    fc.asyncProperty(
      tables(false),
      fc.array(step, { minLength: 1, maxLength: 5, size: 'max' }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom('columns', 'columns', 'leave_out'),
      async (given, steps, most, policy) => {
        let checked = chainOf(given, 'source.inline')
        for (const state of checked.states) {
          const from = { ...checked, states: [...checked.states, state] }
          checked = grow(from, { do: 'validate', most, port: 'out' })
        }
        const chain = steps.reduce(grow, checked)
        const state = { ...chain.states.at(-1)!, nodes: chain.nodes }
        const nodes = Object.entries(chain.nodes).map(([id, { kind, settings }]) => [id, [kind, settings]] as const)
        const sink = ['sink.json', { path: 'o.ndjson', flagged: policy }] as const
        const flow = flowOf({ ...Object.fromEntries(nodes), sink }, [
          ...chain.edges.map(({ from, to }) => `${from} ${to}`),
          `${state.port} sink.in`,
        ])
        const { report, problems } = await runner.run(folder, flow)
        expect(problems.filter(p => p.severity === 'error')).toEqual([])
        const text = await readFile(join(folder, 'o.ndjson'), 'utf8')
        const rows = text
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line) as Record<string, string | null>)
        const cells = (row: Record<string, unknown>) =>
          state.columns.map(({ name }) => (row[name] == null ? null : String(row[name])))
        const clean = { ...state, rows: state.rows.filter(row => !isFlagged(state)(row)) }
        if (policy === 'leave_out')
          expect(multiset(rows.map(cells))).toEqual(multiset(modelled(clean).map(row => row[0])))
        else {
          const written = rows.map(row => [cells(row), textsOf(row._errors!), textsOf(row._warnings!)])
          expect(multiset(written)).toEqual(multiset(modelled(state)))
          for (const row of rows) {
            const { shown: count, wrong } = valuesIn(state, cells(row), [row._errors!, row._warnings!])
            expect(wrong).toEqual([])
            shown += count
          }
        }
        const { in: arrived } = report.nodes.sink!.ports
        expect(arrived?.rows).toBe(state.rows.length)
        if (arrived?.flagged != null) expect(arrived.flagged).toBe(state.rows.length - clean.rows.length)
        if (policy === 'leave_out') expect(arrived?.flagged ?? 0).toBe(state.rows.length - clean.rows.length)
      },
    ),
    { numRuns: 30 },
  )
  expect(shown).toBeGreaterThan(10)
}, 120_000)
