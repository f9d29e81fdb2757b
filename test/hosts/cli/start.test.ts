import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { bin, ordersFiles, weir } from './weir.ts'

interface Coverage {
  readonly result: readonly { readonly url: string }[]
}

/** The files of code that a command loads, by what Node counts of them. */
const loadedBy = async (args: readonly string[], folder: string): Promise<readonly string[]> => {
  const counted = join(folder, 'counted')
  const { code } = await weir(args, { folder, env: { NODE_V8_COVERAGE: counted } })
  expect(code).toBe(0)
  return readdirSync(counted).flatMap(name =>
    (JSON.parse(readFileSync(join(counted, name), 'utf8')) as Coverage).result
      .filter(({ url }) => url.startsWith('file:'))
      .map(({ url }) => fileURLToPath(url)),
  )
}

test('a run loads no package by its files but that of the native library, and nothing of the editor', async () => {
  const files = await loadedBy(['run', 'orders.flow.json'], testFolder(ordersFiles()))
  expect(files).toContain(bin)
  const packages = [...new Set(files.flatMap(file => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))]
  expect(packages).toContain('@duckdb/node-bindings')
  expect(packages.filter(name => name !== '@duckdb/node-bindings' && name !== 'detect-libc')).toEqual([])
  const own = files.filter(file => !file.includes('/node_modules/'))
  const having = (text: string) => own.filter(file => readFileSync(file, 'utf8').includes(text))
  expect(having('DuckDBInstance')).toHaveLength(1)
  expect([...having('WebSocketServer'), ...having('<!doctype html')]).toEqual([])
})
