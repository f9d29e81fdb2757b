import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { oracleFolder } from './folder.ts'
import { type GxCase, readCases } from './gx/cases.ts'
import { difference, judge } from './gx/judge.ts'
import { differing, mapping, unmapped } from './gx/mapping.ts'

const folder = oracleFolder('gx')

interface Result {
  readonly of: GxCase
  readonly name: string
  readonly leftOut: string | null
  readonly differs: string | null
}

const told = (results: readonly Result[]): string => {
  const lines = [...new Set(results.map(result => result.of.file))].map(file => {
    const own = results.filter(result => result.of.file === file)
    const judged = own.filter(result => result.leftOut === null)
    const agreed = judged.filter(result => result.differs === null)
    return `${file}: ${agreed.length} agreed of ${judged.length} judged, ${own.length - judged.length} left out`
  })
  const left = results.filter(({ leftOut }) => leftOut).map(({ name, leftOut }) => `left out: ${name} (${leftOut})`)
  const others = results.filter(({ differs }) => differs).map(({ name, differs }) => `differs: ${name}: ${differs}`)
  return [...left, ...lines, ...others].join('\n')
}

describe.skipIf(folder === null)("Great Expectations' own cases", () => {
  let database: Database
  let session: Session
  let results: readonly Result[]

  const differs = async (of: GxCase): Promise<string | null> => {
    const rules = mapping[of.kind]
    if (!rules) return 'there is no rule for it'
    try {
      return difference(await judge(session, rules(of), of), of)
    } catch (error) {
      return String(error)
    }
  }

  beforeAll(async () => {
    database = await openDatabase({ threads: 1 })
    session = await database.connect()
    const found: Result[] = []
    for (const of of readCases(folder!)) {
      const leftOut = of.leftOut ?? unmapped[of.kind] ?? null
      const name = `${of.file}: ${of.title}`
      found.push({ of, name, leftOut, differs: leftOut === null ? await differs(of) : null })
    }
    results = found
    console.log(told(results))
  })

  afterAll(() => database.close())

  it('agree with the rules on success and on the failing rows, but for one in twenty', () => {
    const judged = results.filter(result => result.leftOut === null)
    const agreed = judged.filter(result => result.differs === null)
    console.log(`${agreed.length} agreed of ${judged.length} judged, ${results.length - judged.length} left out`)
    expect(judged.length).toBeGreaterThanOrEqual(230)
    expect(agreed.length / judged.length).toBeGreaterThanOrEqual(0.95)
  })

  it('differ only where they are meant to', () => {
    const names = results.filter(result => result.differs !== null).map(result => result.name)
    expect(names.toSorted()).toEqual(Object.keys(differing).toSorted())
  })
})
