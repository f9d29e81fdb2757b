import type { Point } from '#core/flow/types.ts'
import { cardHeight, freePlace } from '../canvas/geometry.ts'
import type { Editor } from '../store/editor.ts'
import { portsOfKind } from '../store/ports.ts'
import { copyIn } from './copy-in.ts'
import { isLarge, tooMany } from './limits.ts'
import { csvText, type Pasted } from './lines.ts'
import { recognise } from './recognise.ts'
import type { RecordTable } from './records.ts'
import { queryLines, tablesOf } from './sql-text.ts'
import { counted, type PastedTable, pastedTold, sentence, tableOf, tableTold } from './table.ts'

/** Puts a new node where there is room, at a place or in the middle of what is in view. */
const put = (
  { document, catalogue, actions }: Editor,
  what: string,
  title: string,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
  at: Point,
) => {
  const height = cardHeight(portsOfKind(catalogue, kind, settings) ?? { inputs: [], outputs: [] })
  const place = freePlace(document.getState().flow, catalogue, at, height)
  return actions.bring(`Paste ${what}`, [{ kind, title, settings, at: place }])[0] ?? ''
}

const settingsOf = ({ columns, rows }: PastedTable) => ({ columns, rows })

/** Says what became of a paste, and offers to take the first line the other way. */
const tell = (editor: Editor, id: string, pasted: Pasted, table: PastedTable) => {
  const { files, actions, document } = editor
  const again = () => {
    if (document.getState().flow.nodes[id]?.settings.rows !== table.rows)
      return files.getState().notify({ text: 'The pasted table is not as it was any more: it stays as it is.' })
    const other = tableOf(pasted.lines, !table.header)
    actions.set(id, [], settingsOf(other))
    tell(editor, id, pasted, other)
  }
  files.getState().notify({
    text: tableTold(table, pasted.told),
    ...(pasted.lines.length > 1
      ? { action: { label: table.header ? 'It is a row' : 'The first line names the columns', run: again } }
      : {}),
  })
}

const pasteTable = (editor: Editor, pasted: Pasted, at: Point) => {
  const table = tableOf(pasted.lines, pasted.header)
  const id = put(editor, 'a table', 'Pasted table', 'source.inline', settingsOf(table), at)
  tell(editor, id, pasted, table)
}

/** What is too large to be part of a flow: a file of a kind that reads it is offered. */
const offerFile = (editor: Editor, size: string, kind: string, file: () => File, at: Point) => {
  const keep = async () => {
    const [copied] = await copyIn(editor, [file()], {
      title: `Keep the ${size} in a file?`,
      about: 'A flow reads a file of any size, and does not hold it.',
      choice: false,
    })
    if (copied) put(editor, 'a table', 'Pasted table', kind, { path: copied.path }, at)
  }
  editor.files.getState().notify({
    text: tooMany(size),
    action: { label: 'Keep them in a file…', run: () => void keep() },
  })
}

const pasteLarge = (editor: Editor, { lines }: Pasted, at: Point) =>
  offerFile(
    editor,
    counted(lines.length, 'pasted line'),
    'source.csv',
    () => new File([csvText(lines)], 'pasted.csv', { type: 'text/csv' }),
    at,
  )

const pasteRecords = (editor: Editor, table: RecordTable, text: string, at: Point) => {
  const file = () => new File([text], 'pasted.json', { type: 'application/json' })
  if (isLarge(table.rows))
    return offerFile(editor, counted(table.rows.length, 'pasted record'), 'source.json', file, at)
  const { columns, rows, told } = table
  put(editor, 'a table', 'Pasted table', 'source.inline', { columns, rows }, at)
  editor.files.getState().notify({ text: pastedTold(table, told) })
}

const pasteQuery = (editor: Editor, text: string, at: Point) => {
  const inputs = tablesOf(text)
  put(editor, 'a query', 'Pasted query', 'transform.sql', { inputs, sql: queryLines(text) }, at)
  const reads = inputs.length > 0 ? `it reads ${inputs.join(', ')}: connect ${inputs.length === 1 ? 'it' : 'them'}` : ''
  editor.files.getState().notify({ text: sentence(['Pasted a query', reads].filter(Boolean)) })
}

/** Makes a node of a text from the clipboard: a table that is typed in, or a query. */
export const pasteText = (editor: Editor, text: string, html: string, at: Point): void => {
  const found = recognise(text, html)
  if (found.kind === 'neither') editor.files.getState().notify({ text: found.why })
  else if (found.kind === 'query') pasteQuery(editor, found.text, at)
  else if (found.kind === 'records') pasteRecords(editor, found.table, text, at)
  else if (isLarge(found.pasted.lines)) pasteLarge(editor, found.pasted, at)
  else pasteTable(editor, found.pasted, at)
}
