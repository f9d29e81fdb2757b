import { describe, expect, it } from 'vitest'
import {
  aggregate,
  aggregateCall,
  column,
  explode,
  keep,
  limit,
  literal,
  op,
  project,
  sort,
  where,
} from '#core/relation/build.ts'
import type { Join, Relation, Scan } from '#core/relation/relation.ts'
import { filterBlockers } from '#engine/explain/blockers.ts'
import { worksIn } from '#engine/explain/owners.ts'

const scan = (reader: Scan['reader']): Scan => ({
  kind: 'scan',
  reader,
  files: ['f'],
  options: {},
  columns: [
    { name: 'a', type: 'BIGINT' },
    { name: 'b', type: 'BIGINT' },
  ],
  rejects: null,
})

const over = (relation: Relation, ...columns: readonly string[]) =>
  where(
    relation,
    columns.map(name => op('>', column(name), literal(1))).reduce((one, other) => op('and', one, other)),
  )

/** What stops the outermost filter, as `node: by`. */
const blockersOf = (root: Relation, nodes: ReadonlyMap<Relation, string>): readonly string[] => {
  const works = worksIn(root, 'filter', new Map([...nodes]))
  const found = filterBlockers(root, { works, makers: new Map([['t', 'maker']]) }).get('filter') ?? []
  return found.map(({ node, by }) => `${node}: ${by}`)
}

const joined = (left: Relation, right: Relation, type: Join['type']): Join => ({
  kind: 'join',
  type,
  left,
  right,
  condition: op('=', { kind: 'column', name: 'a', side: 'left' }, { kind: 'column', name: 'a', side: 'right' }),
  columns: [
    { name: 'a', expression: { kind: 'column', name: 'a', side: 'left' } },
    { name: 'b', expression: { kind: 'column', name: 'b', side: 'right' } },
  ],
  via: { left: null, right: null },
})

describe('what a filter does not go below', () => {
  const [csv, parquet] = [scan('csv'), scan('parquet')]

  it('is the lines of a text file, and nothing where a file can leave rows out', () => {
    expect(blockersOf(over(csv, 'a'), new Map([[csv, 'source']]))).toEqual(['source: lines'])
    expect(blockersOf(over(parquet, 'a'), new Map([[parquet, 'source']]))).toEqual([])
    const sorted = sort(project(parquet, keep(['a', 'b'])), [
      { expression: column('a'), direction: 'asc', nulls: 'last' },
    ])
    expect(blockersOf(over(sorted, 'a'), new Map([[parquet, 'source']]))).toEqual([])
  })

  it('is a limit, a table, and groups but by their keys', () => {
    const few = limit(parquet, 10)
    expect(blockersOf(over(few, 'a'), new Map([[few, 'few']]))).toEqual(['few: limit'])
    const table: Relation = { kind: 'table', name: 't', columns: csv.columns, slots: [], ordered: true, extras: [] }
    expect(blockersOf(over(table, 'a'), new Map())).toEqual(['maker: table'])
    const groups = aggregate(parquet, keep(['a']), [{ name: 'n', expression: aggregateCall('count', [literal(1)]) }])
    const nodes = new Map<Relation, string>([[groups, 'totals']])
    expect(blockersOf(over(groups, 'n'), nodes)).toEqual(['totals: groups'])
    expect(blockersOf(over(groups, 'a'), nodes)).toEqual([])
  })

  it('is what asks for the elements of lists', () => {
    const lists = explode(parquet, column('b'), { element: 'e', position: 'p' })
    const nodes = new Map<Relation, string>([[lists, 'lists']])
    expect(blockersOf(over(lists, 'e'), nodes)).toEqual(['lists: elements'])
    expect(blockersOf(over(lists, 'a', 'p'), nodes)).toEqual(['lists: elements'])
    expect(blockersOf(over(lists, 'a'), nodes)).toEqual([])
  })

  it('is the side of a join that may have no row, and a condition on both sides', () => {
    const right = scan('parquet')
    const of = (type: Join['type'], ...columns: readonly string[]) => {
      const join = joined(parquet, right, type)
      return blockersOf(over(join, ...columns), new Map<Relation, string>([[join, 'join']]))
    }
    expect(of('inner', 'a')).toEqual([])
    expect(of('inner', 'a', 'b')).toEqual(['join: join'])
    expect(of('left', 'a')).toEqual([])
    expect(of('left', 'b')).toEqual(['join: outer'])
  })
})
