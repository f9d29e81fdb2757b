import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#test/engine/run/temp-folder.ts'
import { ordersFlow, weir } from './weir.ts'

it('weir run --dry-run prints what would be written where, and writes the report that is asked for alone', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'orders.csv'), 'id,email,amount\n1,a@x.org,5\n2,none,7\n3,b@x.org,9\n')
  await writeFile(join(folder, 'f.flow.json'), JSON.stringify(ordersFlow))
  const dry = await weir(['run', 'f.flow.json', '--dry-run', '--report', 'r.json'], { folder })
  expect(dry.err).toContain('Orders: done')
  expect({ code: dry.code, out: dry.out }).toEqual({
    code: 0,
    out: 'good  out/good.csv  created, 2 rows inserted\nbad  out/bad.csv  created, 1 row inserted\n',
  })
  expect((await readdir(folder)).sort()).toEqual(['f.flow.json', 'orders.csv', 'r.json'])
  const report = JSON.parse(await readFile(join(folder, 'r.json'), 'utf8'))
  expect(report.sinks.good).toMatchObject({
    published: false,
    planned: { creates: true, inserted: 2, updated: 0, deleted: 0 },
  })
  expect((await weir(['run', 'f.flow.json'], { folder })).code).toBe(0)
  const again = await weir(['run', 'f.flow.json', '--dry-run'], { folder })
  expect(again.out).toContain('good  out/good.csv  there, 2 rows inserted, 2 rows deleted\n')
  expect((await weir(['run', 'f.flow.json', '--dry-run', '--to', 'nope'], { folder })).code).toBe(2)
})
