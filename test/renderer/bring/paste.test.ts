import { describe, expect, test } from 'vitest'
import { pasteText } from '#renderer/bring/paste.ts'
import { spectrumFiles } from '#test/tools/csv-spectrum.ts'
import { hostedEditor } from '../host.ts'

const at = { x: 100, y: 60 }

const empty = async () => {
  const editor = await hostedEditor()
  await editor.files.getState().create()
  const nodes = () => Object.values(editor.document.getState().flow.nodes)
  const notice = () => editor.files.getState().notice
  const rows = async () => {
    const [node = ''] = editor.session.getState().selection
    return editor.client.call('page', { document: editor.current(), node, offset: 0, limit: 1000 })
  }
  return { editor, nodes, notice, rows, paste: (text: string, html = '') => pasteText(editor, text, html, at) }
}

describe('pasting on the canvas', () => {
  test('makes a table of cells: named, selected, typed, one step to undo, and told', async () => {
    const { editor, nodes, notice, rows, paste } = await empty()
    paste('zip\tborn\tsum\n01067\t31.12.1990\t1,5\n80331\t1.2.1991\n')
    expect(editor.session.getState().selection).toEqual(['pasted_table'])
    expect(nodes()[0]).toMatchObject({ kind: 'source.inline', title: 'Pasted table' })
    expect(await rows()).toMatchObject({
      columns: [
        { name: 'zip', type: 'VARCHAR' },
        { name: 'born', type: 'DATE' },
        { name: 'sum', type: 'DOUBLE' },
      ],
      rows: [
        ['01067', '1990-12-31', 1.5],
        ['80331', '1991-02-01', null],
      ],
    })
    expect(notice()?.text).toBe(
      'Pasted 2 rows of 3 columns; the first line names them; 1 short line filled up with empty cells; `born` read as day.month.year; `sum` read with a comma before decimals.',
    )
    const { document } = editor
    document.getState().undo()
    expect(nodes()).toEqual([])
    document.getState().redo()
    expect(nodes()).toHaveLength(1)
  })

  test('makes a table of records of JSON, whose keys name the columns', async () => {
    const { nodes, notice, rows, paste } = await empty()
    paste('{"zip": "01067", "sum": 1.5, "paid": true}\n{"zip": "80331", "sum": null, "paid": false}\n')
    expect(nodes()[0]).toMatchObject({ kind: 'source.inline', title: 'Pasted table' })
    expect(await rows()).toMatchObject({
      columns: [
        { name: 'zip', type: 'VARCHAR' },
        { name: 'sum', type: 'DOUBLE' },
        { name: 'paid', type: 'BOOLEAN' },
      ],
      rows: [
        ['01067', 1.5, true],
        ['80331', null, false],
      ],
    })
    expect(notice()?.text).toBe('Pasted 2 rows of 3 columns.')
    paste(JSON.stringify(Array.from({ length: 3001 }, (_, id) => ({ id }))))
    expect(nodes()).toHaveLength(1)
    expect(notice()?.text).toContain('3,001 pasted records are too many')
    expect(notice()?.action?.label).toBe('Keep them in a file…')
  })

  test('takes the first line the other way on request, which is a step of its own', async () => {
    const { editor, nodes, notice, paste } = await empty()
    paste('Ann\nBela\nCid\n')
    expect(nodes()[0]?.settings.rows).toEqual([['Bela'], ['Cid']])
    expect(notice()?.action?.label).toBe('It is a row')
    notice()?.action?.run()
    expect(nodes()[0]?.settings).toMatchObject({
      columns: [{ name: 'column_1', type: 'VARCHAR' }],
      rows: [['Ann'], ['Bela'], ['Cid']],
    })
    editor.document.getState().undo()
    expect(nodes()[0]?.settings.rows).toEqual([['Bela'], ['Cid']])
  })

  test('does not take the first line the other way where that would undo what was typed since', async () => {
    const { editor, nodes, notice, paste } = await empty()
    paste('a,b\n1,2\n')
    const action = notice()?.action
    editor.actions.set('pasted_table', ['rows', 0, 0], '7')
    action?.run()
    expect(nodes()[0]?.settings.rows).toEqual([['7', '2']])
    expect(notice()?.text).toContain('stays as it is')
  })

  test('makes a query of SELECT with the tables that it reads as inputs, and of one without tables a source', async () => {
    const { nodes, rows, paste } = await empty()
    paste('WITH a AS (SELECT * FROM orders)\nSELECT * FROM a;\n')
    expect(nodes()[0]).toMatchObject({
      kind: 'transform.sql',
      title: 'Pasted query',
      settings: { inputs: ['orders'], sql: ['WITH a AS (SELECT * FROM orders)', 'SELECT * FROM a'] },
    })
    paste('SELECT 1 AS one')
    expect((await rows()).rows).toEqual([[1]])
  })

  test('still puts nodes as nodes, and says so where it can make nothing of a text', async () => {
    const { editor, nodes, notice, paste } = await empty()
    paste('a,b\n1,2\n')
    const clip = editor.actions.copy(['pasted_table'])
    expect(editor.actions.paste(clip, at)).toHaveLength(1)
    paste('hello')
    expect(nodes()).toHaveLength(2)
    expect(notice()?.text).toContain('no table and no query')
  })

  test('refuses more than a flow should hold, changes nothing, and offers a file', async () => {
    const { nodes, notice, paste } = await empty()
    paste(`id\n${Array.from({ length: 3000 }, (_, index) => index).join('\n')}\n`)
    expect(nodes()).toEqual([])
    expect(notice()?.text).toContain('3,001 pasted lines are too many')
    expect(notice()?.action?.label).toBe('Keep them in a file…')
  })
})

/** An empty cell of a table that is typed in or pasted is null: what a CSV file says of it is the empty text. */
const textOf = (value: unknown) => (value === null ? '' : String(value))

test('each file of csv-spectrum, pasted, gives what its JSON says', async () => {
  const { rows, paste } = await empty()
  expect(spectrumFiles).toHaveLength(12)
  for (const { name, text, rows: expected } of spectrumFiles) {
    paste(text)
    const page = await rows()
    const found = page.rows.map(row =>
      Object.fromEntries(page.columns.map((column, index) => [column.name, textOf(row[index])])),
    )
    expect(found, name).toEqual(expected)
  }
})
