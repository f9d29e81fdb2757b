import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

/** The system's own has the packages of apt, another one those of pip. */
const python = ['/usr/bin/python3', 'python3'].find(path => spawnSync(path, ['-c', 'import openpyxl']).status === 0)

const script = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
def told(cell):
    fill = cell.fill.fgColor.rgb if cell.fill.patternType == 'solid' else None
    note = cell.comment.text if cell.comment else None
    return [cell.coordinate, type(cell.value).__name__, str(cell.value), fill, note]
cells = [told(cell) for row in sheet.iter_rows() for cell in row]
print(json.dumps({'name': sheet.title, 'frozen': sheet.freeze_panes, 'cells': cells}))
`

test.skipIf(python === undefined)(
  'openpyxl (where Python has it) reads a workbook’s values, colours and comments as they were meant',
  async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [
          'source.inline',
          {
            columns: [
              { name: 'ü "1"', type: 'BIGINT' },
              { name: 'email', type: 'VARCHAR' },
              { name: 'day', type: 'DATE' },
              { name: 'at', type: 'TIMESTAMP' },
              { name: 'ok', type: 'BOOLEAN' },
            ],
            rows: [
              ['1', 'ann@x.org', '2024-01-05', '2024-01-05 06:30:00', 'true'],
              ['12345678901234567', ' <cleo> ', null, null, 'false'],
            ],
          },
        ],
        check: ['validate.rules', { rules: [{ id: 'mail', kind: 'format', columns: ['email'], format: 'email' }] }],
        sink: ['sink.excel', { path: 'o.xlsx', sheet: 'Ä & b' }],
      },
      ['rows.out check.in', 'check.out sink.in'],
    )
    expect((await runner.run(folder, flow)).exitCode).toBe(0)
    const { stdout, stderr } = spawnSync(python!, ['-c', script, join(folder, 'o.xlsx')], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const book = JSON.parse(stdout) as { readonly cells: readonly (readonly (string | null)[])[] }
    expect(book).toMatchObject({ name: 'Ä & b', frozen: 'A2' })
    expect(book.cells.slice(5)).toEqual([
      ['A2', 'int', '1', null, null],
      ['B2', 'str', 'ann@x.org', null, null],
      ['C2', 'datetime', '2024-01-05 00:00:00', null, null],
      ['D2', 'datetime', '2024-01-05 06:30:00', null, null],
      ['E2', 'bool', 'True', null, null],
      ['A3', 'str', '12345678901234567', null, null],
      ['B3', 'str', ' <cleo> ', 'FFF8CBC6', expect.stringContaining('<cleo>')],
      ['C3', 'NoneType', 'None', null, null],
      ['D3', 'NoneType', 'None', null, null],
      ['E3', 'bool', 'False', null, null],
    ])
    expect(book.cells.slice(0, 5).map(cell => [cell[2], cell[4]])).toEqual([
      ['ü "1"', 'Numbers of more than 15 digits are texts here.'],
      ...['email', 'day', 'at', 'ok'].map(name => [name, null]),
    ])
  },
)
