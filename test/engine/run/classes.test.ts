import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asFailure, failure } from '#engine/run/failure.ts'
import { flowRunner } from './flow-world.ts'

const runner = flowRunner()

/** What DuckDB throws at a statement. */
const thrown = async (statement: string): Promise<unknown> => {
  const session = await runner.connect()
  try {
    return await session.execute(statement).then(
      () => null,
      (error: unknown) => error,
    )
  } finally {
    session.close()
  }
}

const systemError = (code: string) => Object.assign(new Error(`${code}: it went wrong, open '/a/b'`), { code })

describe('the class of a failure', () => {
  it('is told of what DuckDB says, with the node, the cause and its SQL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weir-classes-'))
    try {
      const statements = [
        ["SELECT CAST('x' AS INTEGER)", 'data', 'E-DATA'],
        ['SELECT CAST(1e30 AS INTEGER)', 'data', 'E-DATA'],
        ['CREATE TEMP TABLE once (a INTEGER PRIMARY KEY); INSERT INTO once VALUES (1), (1)', 'data', 'E-DATA'],
        [`FROM read_csv('${folder}/none.csv')`, 'system', 'E-FILE-MISSING'],
        [`COPY (SELECT 1) TO '${folder}/none/a.csv'`, 'system', 'E-FILE-MISSING'],
        ['SELECT nothing', 'logic', 'E-ENGINE'],
      ] as const
      for (const [statement, failureClass, code] of statements) {
        const error = await thrown(statement)
        const failed = asFailure(error, 'n')
        expect([statement, failed.failureClass, failed.problem.code]).toEqual([statement, failureClass, code])
        expect(failed.problem).toMatchObject({ node: 'n', hint: expect.stringContaining(`(class: ${failureClass})`) })
        expect(failed.problem.message).toContain('`n`')
        expect(failed.cause).toMatchObject({ sql: statement })
        expect(failed.problem.sql).toBe(statement)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it.each([
    ['ENOSPC', 'system', 'E-DISK-FULL'],
    ['EACCES', 'system', 'E-FILE-FORBIDDEN'],
    ['EROFS', 'system', 'E-FILE-FORBIDDEN'],
    ['ENOENT', 'system', 'E-FILE-MISSING'],
    ['EBUSY', 'transient', 'E-FILE-BUSY'],
    ['EMFILE', 'transient', 'E-FILE-BUSY'],
  ])('of the system’s %s is %s', (errno, failureClass, code) => {
    const failed = asFailure(systemError(errno), 'n')
    expect([failed.failureClass, failed.problem.code]).toEqual([failureClass, code])
    expect(failed.problem.message).toBe('`n` failed: it went wrong: `/a/b`')
  })

  it('stays what it was where it passes further nodes, and gets a node where it had none', () => {
    const first = failure('transient', { code: 'E-IO', message: 'not now', node: 'first' })
    expect(asFailure(first, 'second')).toBe(first)
    const nameless = asFailure(failure('transient', { code: 'E-IO', message: 'not now' }), 'second')
    expect([nameless.failureClass, nameless.problem.node]).toEqual(['transient', 'second'])
  })
})
