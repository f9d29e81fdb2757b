import { readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

it('a Parquet file whose pages are damaged is named at its source, whichever node reads it', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'in'))
  const session = await runner.connect()
  for (const name of ['a', 'b', 'c']) {
    const path = join(folder, `in/${name}.parquet`)
    await session.execute(`COPY (SELECT i, 'text ' || i AS t FROM range(5000) r(i)) TO '${path}' (FORMAT parquet)`)
  }
  const bytes = readFileSync(join(folder, 'in/b.parquet'))
  writeFileSync(join(folder, 'in/b.parquet'), bytes.fill(0, 200, 2000))
  const flow = flowOf(
    {
      read: ['source.parquet', { path: 'in/*.parquet' }],
      some: ['transform.filter', { where: "t <> 'text 7'" }],
      out: ['sink.csv', { path: 'out.csv' }],
    },
    ['read.out some.in', 'some.match out.in'],
  )
  const { exitCode, problems } = await runner.run(folder, flow)
  expect(exitCode).toBe(1)
  expect(problems).toMatchObject([{ code: 'E-FILE-FORMAT', node: 'read' }])
  expect(problems[0]!.message).toMatch(/^`b.parquet` is damaged: .{5,}\.$/)
})
