import { describe, expect, test } from 'vitest'
import { functionList } from '#core/functions/list.ts'
import { catalogue } from '#nodes/index.ts'
import { kindOfUse, prefilled } from '#renderer/palette/prefill.ts'
import { putEntry } from '#renderer/palette/put.ts'
import { searchFunctions, searchKinds } from '#renderer/palette/search.ts'
import { hostedEditor } from './host.ts'

const found = (query: string) => searchKinds(catalogue, query, functionList)

const named = (name: string, use?: string) =>
  functionList.find(entry => entry.name === name && (use === undefined || entry.use === use))!

const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'Full Name', type: 'VARCHAR' },
  { name: 'order', type: 'VARCHAR' },
  { name: 'amount', type: 'DECIMAL(12,2)' },
  { name: 'day', type: 'DATE' },
  { name: 'paid', type: 'BOOLEAN' },
]

describe('the search of the palette', () => {
  test('finds every function by each of its names, among the first three', () => {
    const late = functionList.flatMap(entry =>
      [entry.name, ...entry.also].filter(
        name =>
          !found(name)
            .slice(0, 3)
            .some(({ offer }) => offer === entry),
      ),
    )
    expect(late).toEqual([])
  })

  test('finds a function by what it does', () => {
    expect(found('upper case').map(entry => entry.title)).toContain('upper')
    expect(found('lopsided').map(entry => entry.title)).toContain('skewness')
  })

  test('offers a kind of node before a function of the same name', () => {
    expect(found('filter')[0]?.offer).toBeNull()
    expect(found('join')[0]?.kind.kind).toBe('transform.join')
  })

  test('offers no function where nothing is searched', () => {
    expect(found('').every(({ offer }) => offer === null)).toBe(true)
    expect(searchFunctions(catalogue, functionList, 'round')[0]?.title).toBe('round')
  })
})

describe('a function that is chosen', () => {
  test('is written over the current column where it fits, else over the first that it fits', () => {
    const expression = (name: string, current: string | null) =>
      (prefilled(named(name), columns, current).settings.columns as { expression: string }[])[0]!.expression
    expect(expression('upper', 'order')).toBe('upper("order")')
    expect(expression('upper', 'amount')).toBe('upper("Full Name")')
    expect(expression('round', null)).toBe('round(id, 2)')
    expect(expression('year', null)).toBe('year(day)')
    const odd = prefilled(named('upper'), [{ name: 'in $$ and $&', type: 'VARCHAR' }], null)
    expect(odd.settings.columns).toMatchObject([{ expression: 'upper("in $$ and $&")' }])
  })

  test('selects the name of a column that is missing, and else stands behind its formula', () => {
    const missing = prefilled(named('upper'), [], null)
    expect(missing).toMatchObject({ settings: { columns: [{ name: 'upper', expression: 'upper(column_name)' }] } })
    expect(missing.select).toEqual({ start: 6, end: 17 })
    expect(prefilled(named('round'), columns, 'amount').select).toEqual({ start: 16, end: 16 })
  })

  test('gives its column a name that no other has', () => {
    const taken = [...columns, { name: 'upper_order', type: 'VARCHAR' }]
    expect(prefilled(named('upper'), taken, 'order').settings.columns).toMatchObject([{ name: 'upper_order_2' }])
  })

  test('has settings of the shape that its kind asks for', () => {
    for (const entry of functionList) {
      const kind = catalogue.get(kindOfUse[entry.use])!
      for (const these of [columns, []]) {
        const outcome = kind.settings.safeParse(prefilled(entry, these, null).settings)
        expect(outcome.error?.issues ?? [], entry.name).toEqual([])
      }
    }
  })
})

const place = { x: 236, y: 0 }

const flowOf = async () => {
  const editor = await hostedEditor()
  const rows = [[1, 'Ann', 'a', '1.5', '2024-01-02', true]]
  const source = editor.actions.add('source.inline', { x: 0, y: 0 }, { settings: { columns, rows } })
  await editor.facts.getState().check()
  return { editor, source: { node: source, port: 'out' } }
}

describe('a function that is chosen with a node selected', () => {
  test.each([
    ['lower', 'lower("Full Name")', 'VARCHAR'],
    ['corr', 'corr(id, id)', 'DOUBLE'],
  ])('is one step of the history, wired behind it, with the cursor in %s', async (name, expression, type) => {
    const { editor, source } = await flowOf()
    const { document, session, facts } = editor
    const before = document.getState().flow
    const id = putEntry(editor, found(name).find(({ offer }) => offer?.name === name)!, place, { after: source })
    const { flow } = document.getState()
    expect(flow.edges).toEqual([{ from: 'table.out', to: `${id}.in` }])
    expect(JSON.stringify(flow.nodes[id]?.settings)).toContain(JSON.stringify(expression))
    expect(session.getState().focus).toMatchObject({ node: id, range: { start: expression.length } })
    await facts.getState().check()
    expect(facts.getState().problems).toEqual([])
    expect(facts.getState().nodes[id]?.outputs.out?.columns.at(-1)?.type).toBe(type)
    document.getState().undo()
    expect(document.getState().flow).toEqual(before)
  })

  test('is a measure of Aggregate, or a column of Window, where these have it themselves', async () => {
    const { editor, source } = await flowOf()
    const { document, session, facts } = editor
    for (const [name, use, settings] of [
      ['sum', 'measure', { measures: [{ name: 'sum_amount', function: 'sum', column: 'amount' }] }],
      ['lag', 'window', { measures: [{ name: 'lag_id', function: 'lag', column: 'id' }] }],
      ['rank', 'window', { order: [{ column: 'amount' }], measures: [{ name: 'rank', function: 'rank' }] }],
    ] as const) {
      session.getState().setColumn(name === 'lag' ? null : 'amount')
      const id = putEntry(editor, found(name).find(({ offer }) => offer?.name === name && offer.use === use)!, place, {
        after: source,
      })
      expect(document.getState().flow.nodes[id]).toMatchObject({ kind: kindOfUse[use], settings })
      await facts.getState().check()
      expect(facts.getState().problems).toEqual([])
      document.getState().undo()
    }
  })
})
