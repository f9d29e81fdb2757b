import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Description } from '#core/source/description.ts'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'
import { cleanLines, corpus, oddities, textOf } from '#test/engine/scan/corpus.ts'

const { engine, folder, request, page } = engineOfTests()

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder(), name), content)
const sourceOf = (settings: object) => flowOf({ s: ['source.csv', { ...settings }] }, [])
const told = (settings: object, file = 0): Promise<Description> =>
  engine().describe(request(sourceOf(settings)), 's', file)
const finding = ({ findings }: Description, setting: string) => {
  const { evidence, value, given, options } = findings.find(each => each.setting === setting)!
  return { value, given, evidence, options: Object.fromEntries(options.map(each => [each.label, each.evidence])) }
}

/** The rows of the port as texts, and the lines that it rejects. */
const readRows = async (settings: object) => {
  const texts = flowOf(
    {
      s: ['source.csv', { ...settings }],
      t: ['transform.sql', { inputs: ['s'], sql: ['SELECT CAST(COLUMNS(*) AS VARCHAR) FROM s'] }],
    },
    ['s.out t.s'],
  )
  const { rows } = await page(texts, 't', { limit: 1000 })
  const { rows: rejected } = await page(texts, 's', { port: 'reject', limit: 1000 })
  return { rows, rejected: rejected.map(([, line, reason]) => [Number(line), reason]) }
}

describe('what is told of a CSV file', () => {
  test('says what is in force, why, and what else it could be', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, i) => `${i};${i === 60 ? 'n/a' : `${i},5`};"Jürgen, ""J""";${(i % 28) + 1}.03.2024`,
    )
    write('all.csv', `note\r\n\r\nid;amount;who;day\r\n${rows.join('\r\n')}\n`)
    const description = await told({ path: 'all.csv', decimal: ',' })
    expect(description).toMatchObject({ problem: null, fileCount: 1, file: 0 })
    expect(finding(description, 'delimiter')).toMatchObject({
      value: ';',
      given: false,
      evidence: ['`;` in 101 of 101 lines, 4 cells each'],
    })
    expect(finding(description, 'delimiter').options[',']).toBe('`,` in 99 of 101 lines, 3 cells each')
    expect(finding(description, 'delimiter').options.tab).toBe('`tab` in no line')
    expect(finding(description, 'header').evidence).toEqual(['line 3 has `id`, where the others have BIGINT'])
    expect(finding(description, 'skip')).toMatchObject({
      value: '2',
      evidence: ['2 lines stand above the table, the first `note`'],
    })
    expect(finding(description, 'quote').evidence).toEqual(['`"` around 100 cells'])
    expect(finding(description, 'decimal')).toMatchObject({ value: 'comma', given: true })
    expect(finding(description, 'decimal').evidence[1]).toBe('99 cells as `0,5`, the first in line 4')
    expect(finding(description, 'dateFormat')).toMatchObject({ value: '%d.%m.%Y', given: false })
    expect(finding(description, 'encoding')).toMatchObject({ value: 'utf-8', given: false })
    expect(finding(description, 'encoding').options['windows-1252']).toContain('JÃ¼rgen')
    expect(description.findings.find(({ label }) => label === 'Line ends')?.evidence).toEqual([
      'LF after 1 line, CRLF after 100 lines',
    ])
    expect(description.columns.map(({ name, evidence }) => [name, evidence])).toEqual([
      ['id', 'BIGINT in 100 of 100'],
      ['amount', 'DOUBLE in 99 of 100, first that is not: line 64 `n/a`'],
      ['who', 'none of 100 is a number, date or boolean'],
      ['day', 'DATE in 100 of 100'],
    ])
  })

  test('is there also where the file cannot be read as it is asked for', async () => {
    write('latin.csv', Buffer.from('id;name\n1;Jörg\n2;Zoë\n', 'latin1'))
    const asked = await told({ path: 'latin.csv' })
    expect(asked.problem?.code).toBe('E-FILE-ENCODING')
    expect(finding(asked, 'encoding').evidence[0]).toBe(
      '2 lines hold bytes that UTF-8 does not have, the first is line 2',
    )
    expect(finding(asked, 'encoding').options['windows-1252']).toBe('reads `1;Jörg`')
    expect(asked.lines.map(({ number }) => number)).toEqual([1, 2, 3])
    const mended = await told({ path: 'latin.csv', encoding: 'windows-1252' })
    expect(mended.problem).toBeNull()
    expect(mended.lines[1]?.values).toEqual(['1', 'Jörg'])
    const odd = await told({ path: 'latin.csv', encoding: 'utf-99' })
    expect(odd.problem?.code).toBe('E-SETTING')
    expect(odd.lines).toHaveLength(3)
    expect(await told({ path: 'gone.csv' })).toMatchObject({
      problem: { code: 'E-FILE-MISSING' },
      files: [],
      lines: [],
    })
  })

  test('tells which of several files differ, and describes the one that is asked for', async () => {
    write('m-1.csv', 'id,name\n1,a\n')
    write('m-2.csv', 'id,name\n2,b\n')
    write('m-3.csv', 'id,title\n3,c\n')
    write('m-4.csv', 'id;name\n4;d\n5;e\n6;f\n')
    const description = await told({ path: 'm-*.csv' }, 2)
    expect(description.files.map(({ name, differs }) => [name, differs])).toEqual([
      ['m-1.csv', null],
      ['m-2.csv', null],
      ['m-3.csv', 'lacks `name`, also has `title`'],
      ['m-4.csv', 'seems to have `;` between cells, not `,`'],
    ])
    expect(description).toMatchObject({ file: 2, fileCount: 4, problem: { code: 'E-FILE-COLUMNS' } })
    expect(description.lines[1]?.text).toBe('3,c')
  })

  test('is of the beginning alone, in whole lines, whatever the file holds', async () => {
    write('long.csv', `id,text\n${Array.from({ length: 20_000 }, (_, i) => `${i},${'x'.repeat(50)}\n`).join('')}`)
    const description = await told({ path: 'long.csv' })
    expect(description.scope).toMatch(/^the first 4,\d{3} lines$/)
    expect(description.lines).toHaveLength(100)
    expect(description.columns[0]?.evidence).toMatch(/^BIGINT in (4,\d{3}) of \1$/)
    write('giant.csv', `a,b\n1,${'y'.repeat(900_000)}\n`)
    const giant = await told({ path: 'giant.csv' })
    expect(giant.lines[0]?.text).toBe('a,b')
  })

  test('shows as rows what the source reads, and as faults what it rejects', async () => {
    const corrupted = [...corpus()].filter((_, i) => i % 653 === 0)
    const files = [
      ...corrupted.map(({ kind, text }, i) => ({ name: `c${i}-${kind}`, text })),
      ...oddities().filter(({ text }) => text.length < 50_000),
      { name: 'clean', text: textOf(cleanLines) },
    ]
    let compared = 0
    for (const [i, { name, text }] of files.entries()) {
      write(`f${i}.csv`, text)
      const description = await told({ path: `f${i}.csv` })
      if (description.problem) continue
      const { rows, rejected } = await readRows({ path: `f${i}.csv` })
      const shown = description.lines.filter(({ kind }) => kind === 'row').map(({ values }) => values)
      expect(shown, name).toEqual(rows.slice(0, shown.length))
      const faults = description.lines
        .filter(({ kind }) => kind === 'fault')
        .map(({ number, reason }) => [number, reason])
      expect(faults, name).toEqual(rejected)
      compared += 1
    }
    expect(compared).toBeGreaterThan(10)
  })
})
