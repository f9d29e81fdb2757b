/** A file of the corpus: a clean one in which a single line is corrupted. */
export interface Corrupted {
  readonly kind: string
  /** The corrupted record: 0 is the header, 1 the first row. */
  readonly record: number
  readonly text: string
}

export const rowCount = 80
const names = ['id', 'name', 'city', 'day', 'amount', 'count', 'note', 'remark']
const people = ['Ann', 'Bob', 'Chloe', 'Dan', 'Eve', 'Fred', 'Gus', 'Hana', 'Ivo', 'Jo']
const cities = ['Berlin', 'Lyon', '"Washington, DC"', 'Oslo', '"Paris, ""Texas"""', 'Rome', 'Bern']
const notes = ['paid', 'open', '"late, twice"', '', 'sent back', 'new']

const cellsOf = (row: number): string[] => [
  String(1000 + row),
  people[row % people.length]!,
  cities[row % cities.length]!,
  `2024-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (row % 28)).padStart(2, '0')}`,
  `${row * 3}.${String((row * 7) % 100).padStart(2, '0')}`,
  String((row * 37) % 91),
  notes[row % notes.length]!,
  row % 3 === 0 ? '' : `r${row}`,
]

/** Header and rows as their cells stand in the file, all of them sound. */
export const cleanRecords: readonly (readonly string[])[] = [
  names,
  ...Array.from({ length: rowCount }, (_, row) => cellsOf(row)),
]

const lineOf = (cells: readonly string[]): string => cells.join(',')
export const textOf = (lines: readonly string[], end = '\n'): string => lines.map(line => line + end).join('')
export const cleanLines: readonly string[] = cleanRecords.map(lineOf)

const put = (text: string, place: number, sign: string): string => text.slice(0, place) + sign + text.slice(place)

const inCell = (cells: readonly string[], column: number, change: (cell: string) => string): string =>
  lineOf(cells.map((cell, i) => (i === column ? change(cell) : cell)))

const middle = (cell: string): number => cell.length >> 1

type Corruption = (cells: readonly string[], column: number) => string | null

const corruptions: Readonly<Record<string, Corruption>> = {
  'one delimiter more': (cells, column) => lineOf([...cells.slice(0, column), '', ...cells.slice(column)]),
  'one delimiter less': (cells, column) =>
    column === 0
      ? null
      : lineOf([...cells.slice(0, column - 1), cells[column - 1]! + cells[column]!, ...cells.slice(column + 1)]),
  'a quote more at the start': (cells, column) => inCell(cells, column, cell => `"${cell}`),
  'a quote more in the middle': (cells, column) => inCell(cells, column, cell => put(cell, middle(cell), '"')),
  'a quote more at the end': (cells, column) => inCell(cells, column, cell => `${cell}"`),
  'a zero byte': (cells, column) => inCell(cells, column, cell => put(cell, middle(cell), '\0')),
  'a carriage return': (cells, column) =>
    // Between quotes it is legal, and before the line's end a part of it.
    cells[column]!.startsWith('"') || (column === cells.length - 1 && cells[column] === '')
      ? null
      : inCell(cells, column, cell => put(cell, middle(cell), '\r')),
  'a byte order mark': (cells, column) =>
    // At the very beginning it is none inside.
    column === 0
      ? inCell(cells, column, cell => put(cell, 1, '\ufeff'))
      : inCell(cells, column, cell => put(cell, middle(cell), '\ufeff')),
}

const replaced = (record: number, line: string): string =>
  textOf(cleanLines.map((clean, i) => (i === record ? line : clean)))

/** All files of the corpus: every corruption at every column of every line. */
export function* corpus(): Generator<Corrupted> {
  for (const [kind, corrupt] of Object.entries(corruptions))
    for (const [record, cells] of cleanRecords.entries())
      for (const column of names.keys()) {
        const line = corrupt(cells, column)
        if (line !== null) yield { kind, record, text: replaced(record, line) }
      }
  for (const [record, cells] of cleanRecords.entries())
    yield { kind: 'another delimiter', record, text: replaced(record, cells.join(';')) }
  const last = cleanLines.length - 1
  for (const column of names.keys()) {
    const line = inCell(cleanRecords[last]!, column, cell => `"${cell.replaceAll('"', '')}`)
    yield { kind: 'an unclosed quote at the end', record: last, text: replaced(last, line).trimEnd() }
  }
}

/** What looks odd and is right, with how many rows it has. */
export const oddities = (): readonly { readonly name: string; readonly text: string; readonly rows: number }[] => {
  const [header, ...rows] = cleanLines
  const lines = [header!, ...rows]
  const quoted = cleanRecords.map((cells, i) =>
    inCell(cells, 6, cell => (i % 5 === 1 ? '"one\ntwo, ""2""\r\nthree"' : cell)),
  )
  return [
    {
      name: 'a cell of one megabyte',
      text: textOf(
        lines.with(
          5,
          inCell(cleanRecords[5]!, 6, () => 'x'.repeat(1 << 20)),
        ),
      ),
      rows: rowCount,
    },
    {
      name: 'a quoted cell of one megabyte',
      text: textOf(
        lines.with(
          5,
          inCell(cleanRecords[5]!, 6, () => `"${'x, y\n'.repeat(200_000)}"`),
        ),
      ),
      rows: rowCount,
    },
    { name: 'quoted line breaks', text: textOf(quoted), rows: rowCount },
    {
      name: 'spaces around quotes',
      text: textOf(cleanRecords.map(cells => lineOf(cells.map(cell => (cell.startsWith('"') ? ` ${cell}  ` : cell))))),
      rows: rowCount,
    },
    {
      name: 'mixed line ends',
      text: lines.map((line, i) => line + (i % 3 === 0 ? '\r\n' : '\n')).join(''),
      rows: rowCount,
    },
    {
      name: 'three sorts of line ends',
      text: lines.map((line, i) => line + ['\r\n', '\n', '\r'][i % 3]).join(''),
      rows: rowCount,
    },
    {
      name: 'line ends that change past the first 64 kB',
      text: textOf([header!, ...Array.from({ length: 40 }, () => rows).flat()]) + textOf(rows, '\r\n'),
      rows: 41 * rowCount,
    },
    { name: 'a delimiter at the end of every line', text: textOf(lines.map(line => `${line},`)), rows: rowCount },
    {
      name: 'a delimiter at the end of every row but the header',
      text: textOf(lines.map((line, i) => (i === 0 ? line : `${line},`))),
      rows: rowCount,
    },
    { name: 'a byte order mark at the beginning', text: `\ufeff${textOf(lines)}`, rows: rowCount },
    { name: 'no line end at the end', text: textOf(lines).trimEnd(), rows: rowCount },
    { name: 'empty lines', text: textOf(lines).replaceAll('\n10', '\n\n10'), rows: rowCount },
  ]
}
