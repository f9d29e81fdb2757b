import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { keepJournal, restoreJournal } from '#renderer/store/journal.ts'
import { hostedEditor, until } from './host.ts'

const at = { x: 0, y: 0 }

const saved = `${JSON.stringify(
  {
    weir: 1,
    name: 'Orders',
    params: {},
    nodes: {
      table: {
        kind: 'source.inline',
        version: 1,
        settings: { columns: [{ name: 'a', type: 'INTEGER' }], rows: [[1]] },
      },
    },
    edges: [],
    tests: [],
    layout: { nodes: { table: { x: 0, y: 0 } }, groups: [], notes: [] },
  },
  null,
  2,
)}\n`

test('A new flow asks where to be saved, takes the name of its file, and is then saved without asking', async () => {
  const { files, document, actions, picks, path } = await hostedEditor()
  await files.getState().create()
  actions.add('transform.sort', at)
  picks(path('daily.flow.json'))
  expect(await files.getState().save()).toBe(true)
  expect(document.getState().dirty).toBe(false)
  expect(JSON.parse(readFileSync(path('daily.flow.json'), 'utf8')).name).toBe('daily')
  picks(null)
  actions.add('transform.union', at)
  expect(await files.getState().save()).toBe(true)
  expect(readFileSync(path('daily.flow.json'), 'utf8')).toContain('transform.union')
})

test('A flow that is opened and saved unchanged keeps its bytes', async () => {
  const { files, path } = await hostedEditor({ 'orders.flow.json': saved })
  await files.getState().open(path('orders.flow.json'))
  expect(await files.getState().save()).toBe(true)
  expect(readFileSync(path('orders.flow.json'), 'utf8')).toBe(saved)
})

test('A file that is no flow is not opened, and the reason is said', async () => {
  const { files, document, path } = await hostedEditor({ 'broken.flow.json': '{ "weir": 1, ' })
  expect(await files.getState().open(path('broken.flow.json'))).toBe(false)
  expect(files.getState().notice?.problem?.code).toBe('E-JSON')
  expect(document.getState().path).toBeNull()
})

test('A file changed on disk is told of, and is not written over by a save', async () => {
  const { files, document, actions, path } = await hostedEditor({ 'orders.flow.json': saved })
  await files.getState().open(path('orders.flow.json'))
  actions.renameFlow('Mine')
  const theirs = saved.replace('Orders', 'Theirs')
  writeFileSync(path('orders.flow.json'), theirs)
  expect(await files.getState().save()).toBe(false)
  expect(files.getState().conflict).toBe('changed')
  expect(readFileSync(path('orders.flow.json'), 'utf8')).toBe(theirs)
  expect(await files.getState().reload()).toBe(true)
  expect(document.getState().flow.name).toBe('Theirs')
  expect(document.getState().dirty).toBe(false)
  document.getState().undo()
  expect(document.getState().flow.name).toBe('Mine')
  expect(await files.getState().overwrite()).toBe(true)
  expect(readFileSync(path('orders.flow.json'), 'utf8')).toContain('"Mine"')
})

test('A file that vanished is told of while the flow is open, and can be saved again', async () => {
  const { files, path } = await hostedEditor({ 'orders.flow.json': saved })
  await files.getState().open(path('orders.flow.json'))
  // The watch begins a moment after the file is read, and tells of what happens from then on.
  await new Promise(resolve => setTimeout(resolve, 200))
  rmSync(path('orders.flow.json'))
  await until(() => files.getState().conflict === 'gone')
  expect(await files.getState().overwrite()).toBe(true)
  expect(existsSync(path('orders.flow.json'))).toBe(true)
  expect(files.getState().conflict).toBeNull()
})

test('Unsaved changes are asked about before another flow is opened', async () => {
  const { files, document, actions, session, path } = await hostedEditor({ 'orders.flow.json': saved })
  await files.getState().create()
  actions.add('transform.sort', at)
  const cancelled = files.getState().open(path('orders.flow.json'))
  await until(() => files.getState().leaving !== null)
  files.getState().leaving?.('cancel')
  expect(await cancelled).toBe(false)
  expect(Object.keys(document.getState().flow.nodes)).toEqual(['sort'])
  const discarded = files.getState().open(path('orders.flow.json'))
  await until(() => files.getState().leaving !== null)
  files.getState().leaving?.('discard')
  expect(await discarded).toBe(true)
  expect(Object.keys(document.getState().flow.nodes)).toEqual(['table'])
  expect(session.getState().atStart).toBe(false)
})

test('A save that ends after its flow was left does not name the next flow by its file', async () => {
  const { files, document, actions, path } = await hostedEditor({ 'orders.flow.json': saved })
  await files.getState().open(path('orders.flow.json'))
  actions.renameFlow('Mine')
  const saving = files.getState().save()
  const creating = files.getState().create()
  files.getState().leaving?.('discard')
  expect(await creating).toBe(true)
  expect(await saving).toBe(true)
  expect(JSON.parse(readFileSync(path('orders.flow.json'), 'utf8')).name).toBe('Mine')
  expect(document.getState().path).toBeNull()
  expect(document.getState().flow.nodes).toEqual({})
})

test('What a crash leaves behind is put back, still unsaved, with the file that it belongs to', async () => {
  const first = await hostedEditor({ 'orders.flow.json': saved })
  const stop = keepJournal(first.client, first.document, first.catalogue, error => expect(error).toBeNull())
  await first.files.getState().open(first.path('orders.flow.json'))
  first.actions.add('transform.sort', at)
  const before = first.document.getState().flow
  await until(() => existsSync(first.path('.journal.json')))
  stop()
  await first.close()
  const second = await hostedEditor({}, first.folder)
  expect(await restoreJournal(second.client, second.files)).toBe(true)
  expect(second.document.getState().flow).toEqual(before)
  expect(second.document.getState()).toMatchObject({ dirty: true, path: first.path('orders.flow.json') })
  expect(second.files.getState().notice?.text).toBe('1 unsaved change of Orders restored.')
  expect(await second.files.getState().save()).toBe(true)
})

test('What a slow host keeps in the end is what was changed last', async () => {
  const { client, files, document, actions, catalogue } = await hostedEditor()
  const texts: string[] = []
  let go = () => {}
  const held = new Promise<void>(resolve => {
    go = resolve
  })
  let asked = false
  const call: typeof client.call = async (name, ...input) => {
    if (name === 'dirty') {
      asked = true
      await held
    }
    const answer = await client.call(name, ...input)
    if (name === 'journal') texts.push(JSON.stringify(input))
    return answer
  }
  await files.getState().create()
  actions.add('transform.sort', at)
  const stop = keepJournal({ ...client, call }, document, catalogue, error => expect(error).toBeNull())
  await until(() => asked)
  actions.add('transform.union', at)
  // longer than the journal waits for further changes
  await new Promise(resolve => setTimeout(resolve, 400))
  go()
  await until(() => texts.length === 2)
  stop()
  expect(texts.at(-1)).toContain('transform.union')
})

test('The journal is cleared once everything is saved', async () => {
  const { client, document, catalogue, files, actions, path } = await hostedEditor({ 'orders.flow.json': saved })
  const stop = keepJournal(client, document, catalogue, error => expect(error).toBeNull())
  await files.getState().open(path('orders.flow.json'))
  actions.add('transform.sort', at)
  await until(() => existsSync(path('.journal.json')))
  await files.getState().save()
  await until(() => !existsSync(path('.journal.json')))
  stop()
  expect(await restoreJournal(client, files)).toBe(false)
})

test('Flows that were opened are listed as recent, the newest first', async () => {
  const { files, path } = await hostedEditor({ 'a.flow.json': saved, 'b.flow.json': saved })
  await files.getState().open(path('a.flow.json'))
  await files.getState().open(path('b.flow.json'))
  await files.getState().refreshRecent()
  expect(files.getState().recent.map(flow => flow.name)).toEqual(['b', 'a'])
})
