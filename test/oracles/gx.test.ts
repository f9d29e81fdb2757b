import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { oracleFolder } from './folder.ts'
import { type GxCase, readCases } from './gx/cases.ts'
import { difference, judge } from './gx/judge.ts'
import { mapping, unmapped } from './gx/mapping.ts'

const folder = oracleFolder('gx')

interface Result {
  readonly of: GxCase
  readonly leftOut: string | null
  readonly differs: string | null
}

const nameOf = ({ file, title }: GxCase) => `${file}: ${title}`

describe.skipIf(folder === null)("Great Expectations' own cases", () => {
  let database: Database
  let session: Session
  let results: readonly Result[]

  const resultOf = async (of: GxCase): Promise<Result> => {
    const leftOut = of.leftOut ?? unmapped[of.kind] ?? null
    if (leftOut !== null) return { of, leftOut, differs: null }
    const rules = mapping[of.kind]
    if (!rules) return { of, leftOut, differs: 'there is no rule for it' }
    try {
      return { of, leftOut, differs: difference(await judge(session, rules(of), of), of) }
    } catch (error) {
      return { of, leftOut, differs: String(error) }
    }
  }

  beforeAll(async () => {
    database = await openDatabase({ threads: 1 })
    session = await database.connect()
    const found: Result[] = []
    for (const of of readCases(folder!)) found.push(await resultOf(of))
    results = found
  })

  afterAll(() => database.close())

  it('are left out for a reason alone', () => {
    const left = results.filter(result => result.leftOut !== null)
    console.log(left.map(({ of, leftOut }) => `left out: ${nameOf(of)} (${leftOut})`).join('\n'))
    const judged = results.length - left.length
    expect(judged).toBeGreaterThan(200)
  })

  it('agree with the rules on success and on the failing rows, but for one in twenty', () => {
    const judged = results.filter(result => result.leftOut === null)
    const agreed = judged.filter(result => result.differs === null)
    const files = [...new Set(results.map(({ of }) => of.file))].map(file => {
      const [own, all, same] = [results, judged, agreed].map(list => list.filter(({ of }) => of.file === file).length)
      return `${file}: ${same} agreed of ${all} judged, ${own! - all!} left out`
    })
    const differing = judged.flatMap(({ of, differs }) =>
      differs === null ? [] : [`differs: ${nameOf(of)}: ${differs}`],
    )
    console.log([...files, ...differing, `${agreed.length} agreed of ${judged.length} judged`].join('\n'))
    expect(agreed.length / judged.length).toBeGreaterThanOrEqual(0.95)
  })
})
