import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

test('A check tells on request how the files of sources are written, and why so', async () => {
  const folder = testFolder(ordersFiles())
  const check = (...args: string[]) => weir(['check', 'orders.flow.json', ...args], { folder })
  const { code, out } = await check('--sources')
  expect(code).toBe(0)
  expect(out.split('\n').slice(0, 3)).toEqual([
    'orders: orders.csv, all 5 lines',
    '  Delimiter: ,  (`,` in 5 of 5 lines, 3 cells each)',
    '  Header: yes  (line 1 has `id`, where the others have BIGINT)',
  ])
  expect(out).toContain('  amount BIGINT  (BIGINT in 4 of 4)')
  const { flows } = JSON.parse((await check('--sources', '--format', 'json')).out)
  expect(flows[0].sources.orders).toMatchObject({ reader: 'csv', problem: null, columns: [{ name: 'id' }, {}, {}] })
})
