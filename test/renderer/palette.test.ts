import { expect, test } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { commonRules } from '#core/rules/presets.ts'
import { catalogue } from '#nodes/index.ts'
import { addFound, receiver } from '#renderer/palette/add.ts'
import { searchKinds } from '#renderer/palette/search.ts'
import { hostedEditor } from './host.ts'

type Hosted = Awaited<ReturnType<typeof hostedEditor>>

const titles = (query: string) => searchKinds(catalogue, query).map(entry => entry.title)
const first = (query: string) => searchKinds(catalogue, query)[0]!

const validatorWith = ({ actions }: Hosted, query: string) =>
  actions.add('validate.rules', { x: 0, y: 0 }, { settings: first(query).settings })

test('The palette lists the common rules among the validators without a search', () => {
  const names = [...commonRules].filter(([kind]) => ruleKinds.has(kind)).map(([, name]) => name)
  expect(titles('')).toEqual(expect.arrayContaining(['Rules', ...names]))
})

test('Each rule kind is found by its own name, and starts a validator with that one rule', () => {
  for (const kind of ruleKinds.values()) {
    const found = searchKinds(catalogue, kind.kind).find(entry => entry.preset?.also?.includes(kind.kind))
    expect(found?.kind.kind, kind.kind).toBe('validate.rules')
    expect(found?.settings, kind.kind).toMatchObject({ rules: [{ id: kind.kind, kind: kind.kind }] })
  }
})

test('A rule is found by what another tool calls it', () => {
  for (const kind of ruleKinds.values())
    for (const alias of kind.aliases ?? [])
      expect(
        searchKinds(catalogue, alias).some(entry => entry.preset?.also?.includes(kind.kind)),
        alias,
      ).toBe(true)
})

test('A rule from the palette goes into the selected validator, and is a node of its own beside any other', async () => {
  const editor = await hostedEditor()
  const { document, session, actions } = editor
  const rulesOf = (id: string) => document.getState().flow.nodes[id]?.settings.rules
  const check = validatorWith(editor, 'not null')
  expect(rulesOf(check)).toMatchObject([{ kind: 'not_null' }])
  expect(addFound(editor, first('unique'))).toBe(check)
  expect(addFound(editor, first('unique'))).toBe(check)
  expect(rulesOf(check)).toMatchObject([{ id: 'not_null' }, { id: 'unique' }, { id: 'unique_2' }])
  expect(session.getState().focus).toMatchObject({ node: check, setting: 'rules.2.columns' })
  document.getState().undo()
  expect(rulesOf(check)).toMatchObject([{ id: 'not_null' }, { id: 'unique' }])
  const source = actions.add('source.inline', { x: 0, y: 0 })
  expect(receiver(editor, first('not null'), [source])).toBeNull()
})

test('A kind without rules never goes into a validator', async () => {
  const editor = await hostedEditor()
  const check = validatorWith(editor, 'not null')
  expect(receiver(editor, first('filter'), [check])).toBeNull()
  expect(receiver(editor, searchKinds(catalogue, 'rules').find(entry => entry.preset === null)!, [check])).toBeNull()
})

test('A rule that is not filled in leaves the ports of its node where they are', async () => {
  const editor = await hostedEditor()
  const check = validatorWith(editor, 'reference')
  const source = editor.actions.add('source.inline', { x: 0, y: 0 })
  expect(editor.actions.connect({ node: source, port: 'out' }, { node: check, port: 'in' })).toBeNull()
})
