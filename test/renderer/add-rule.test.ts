import { expect, test } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { addRuleOn } from '#renderer/palette/add-rule.ts'
import { hostedEditor, until } from './host.ts'

const notNull = ruleKinds.get('not_null')!
const name = { name: 'name', type: 'VARCHAR' }
const files = { 'people.csv': 'id,name\n1,Ann\n2,\n' }

/** People, through a filter, to a file. */
const peopleFlow = async () => {
  const editor = await hostedEditor(files)
  const { actions, session, document } = editor
  const people = actions.add('source.csv', { x: 0, y: 0 }, { settings: { path: 'people.csv' } })
  const filter = actions.add(
    'transform.filter',
    { x: 236, y: 0 },
    { settings: { where: 'id > 0' }, after: { node: people, port: 'out' } },
  )
  const sink = actions.add('sink.csv', { x: 472, y: 0 }, { after: { node: filter, port: 'match' } })
  const flow = () => document.getState().flow
  const known = (id: string) => until(() => editor.facts.getState().nodes[id]?.inputs.in !== undefined)
  return { editor, people, filter, sink, flow, known, look: session.getState().show }
}

test('A rule on a column inserts a validator on the edge behind the rows, in one step that is undone at once', async () => {
  const { editor, people, filter, flow, look } = await peopleFlow()
  const before = JSON.stringify(flow())
  look(people)
  const added = addRuleOn(editor, name, notNull)!
  expect(flow().nodes[added]).toMatchObject({
    kind: 'validate.rules',
    settings: { rules: [{ id: 'name_not_null', kind: 'not_null', columns: ['name'] }] },
  })
  expect(flow().edges).toContainEqual({ from: `${people}.out`, to: `${added}.in` })
  expect(flow().edges).toContainEqual({ from: `${added}.out`, to: `${filter}.in` })
  expect(editor.session.getState()).toMatchObject({ selection: [added], focus: { node: added } })
  editor.document.getState().undo()
  expect(JSON.stringify(flow())).toBe(before)
})

test('A rule on rows that nothing follows puts a validator behind them', async () => {
  const { editor, filter, flow, look } = await peopleFlow()
  look(filter, 'rest')
  const added = addRuleOn(editor, name, notNull)!
  expect(flow().edges).toContainEqual({ from: `${filter}.rest`, to: `${added}.in` })
})

test('A rule goes to the validator looked at, and to the next one that the column reaches', async () => {
  const { editor, people, filter, flow, known, look } = await peopleFlow()
  look(filter)
  const check = addRuleOn(editor, name, notNull)!
  await known(check)
  look(check, 'reject')
  expect(addRuleOn(editor, name, notNull)).toBe(check)
  look(people)
  expect(addRuleOn(editor, name, notNull)).toBe(check)
  expect(flow().nodes[check]?.settings.rules).toMatchObject([
    { id: 'name_not_null' },
    { id: 'name_not_null_2' },
    { id: 'name_not_null_3' },
  ])
})

test('A validator that the column does not reach is left alone', async () => {
  const { editor, people, filter, known, look } = await peopleFlow()
  look(filter)
  const check = addRuleOn(editor, name, notNull)!
  await known(check)
  look(people)
  expect(addRuleOn(editor, { name: 'gone', type: 'VARCHAR' }, notNull)).not.toBe(check)
})

test('A rule on the rows that come into a sink goes behind what gives them', async () => {
  const { editor, filter, sink, flow, look } = await peopleFlow()
  look(sink)
  const added = addRuleOn(editor, name, notNull)!
  expect(flow().edges).toContainEqual({ from: `${filter}.match`, to: `${added}.in` })
  expect(flow().edges).toContainEqual({ from: `${added}.out`, to: `${sink}.in` })
})
