import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chainOf, grow, type State } from '#test/nodes/travel/chain.ts'
import { keyOf } from '#test/nodes/travel/model.ts'
import { step, tables } from '#test/nodes/travel/steps.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const behind = (rows: number) => ` (${rows === 1 ? '1 row' : `${rows} rows`} behind this one)`

const sentence = (rule: string) => (rule.startsWith('f_') ? `${rule} could not be computed` : rule)

/** What a sink writes of each row: its cells, and the messages of its errors and its warnings. */
const modelled = ({ columns, slots, rows }: State) =>
  rows.map(({ cells, flags, counts }) => {
    const messages = slots.flatMap(slot =>
      [...(flags[keyOf(slot)] ?? [])].map(rule => ({
        isWarning: rule.startsWith('low_'),
        message: sentence(rule) + (slot.aggregated ? behind(counts[keyOf(slot)] ?? 0) : ''),
      })),
    )
    const of = (isWarning: boolean) => messages.flatMap(m => (m.isWarning === isWarning ? [m.message] : [])).toSorted()
    return [columns.map(({ name }) => cells[name] ?? null), of(false), of(true)]
  })

const isFlagged =
  ({ slots }: State) =>
  (row: State['rows'][number]) =>
    slots.some(slot => (row.flags[keyOf(slot)]?.size ?? 0) > 0)

const split = (messages: string | null) => (messages === null ? [] : messages.split('; ').toSorted())

const multiset = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).toSorted()

it('a run writes the rows of any chain with the reasons that a naive evaluation gives them, and counts those with one', async () => {
  const folder = await temporaryFolder()
  await fc.assert(
    fc.asyncProperty(
      tables(false),
      fc.array(step, { minLength: 1, maxLength: 5, size: 'max' }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom('columns', 'leave_out'),
      async (given, steps, most, policy) => {
        let checked = chainOf(given, 'source.inline')
        for (const state of checked.states) {
          const from = { ...checked, states: [...checked.states, state] }
          checked = grow(from, { do: 'validate', most, port: 'out' })
        }
        const chain = steps.reduce(grow, checked)
        const state = chain.states.at(-1)!
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
          const written = rows.map(row => [cells(row), split(row._errors!), split(row._warnings!)])
          expect(multiset(written)).toEqual(multiset(modelled(state)))
        }
        const { in: arrived } = report.nodes.sink!.ports
        expect(arrived?.rows).toBe(state.rows.length)
        if (arrived?.flagged != null) expect(arrived.flagged).toBe(state.rows.length - clean.rows.length)
        if (policy === 'leave_out') expect(arrived?.flagged ?? 0).toBe(state.rows.length - clean.rows.length)
      },
    ),
    { numRuns: 40 },
  )
})
