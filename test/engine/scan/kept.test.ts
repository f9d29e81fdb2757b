import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ScanInfo } from '#core/relation/relation.ts'
import { isLasting, openKeptScans } from '#engine/duckdb/scan/kept.ts'
import { testFolder } from '#test/hosts/folder.ts'

const info: ScanInfo = {
  reader: 'csv',
  files: ['/data/orders.csv'],
  options: { auto_detect: false, delim: ',', nullstr: ['', 'NA'] },
  columns: [{ name: 'id\n', type: 'BIGINT' }],
  parts: [{ files: ['/data/orders.csv'], columns: [{ name: 'id\n', type: 'BIGINT' }] }],
  typed: ['id\n'],
}

test('What a file was found to be is there after another start of the same version, and gone when it is cleared', async () => {
  const folder = join(testFolder(), 'files')
  await openKeptScans(folder, '1').keep('orders', info)
  const again = openKeptScans(folder, '1')
  expect([await again.find('orders'), await again.find('others')]).toEqual([info, null])
  expect(await openKeptScans(folder, '2').find('orders')).toBeNull()
  await again.clear()
  expect(await again.find('orders')).toBeNull()
})

test.each([
  ['cut off', (path: string) => truncate(path, 200)],
  ['changed', async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace('BIGINT', 'DOUBLE'))],
  ['empty', (path: string) => truncate(path, 0)],
])('An entry that is %s is none, and goes', async (_, spoil) => {
  const folder = join(testFolder(), 'files')
  const kept = openKeptScans(folder, '1')
  await kept.keep('orders', info)
  const [name] = await readdir(folder)
  await spoil(join(folder, name!))
  expect(await kept.find('orders')).toBeNull()
  expect(await readdir(folder)).toEqual([])
})

test('Only what is of the files themselves, and known of all their lines, is kept', () => {
  const copied = { ...info, files: ['/tmp/weir/copies/a.csv'] }
  expect(isLasting(info, '/tmp/weir')).toBe(true)
  expect(
    [copied, { ...info, pending: true }, { ...info, faults: ['/x.faults'] }].map(each => isLasting(each, '/tmp/weir')),
  ).toEqual([false, false, false])
})
