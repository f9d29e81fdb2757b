import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFile } from '#hosts/service/add-file.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { calls, longestAddedFile } from '#rpc/contract.ts'
import { codeOf, testFolder } from '#test/hosts/folder.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

const start = async () => {
  const folder = testFolder({ 'inside/flows/a.flow.json': '{}', 'outside/secret.txt': 's' })
  const root = join(folder, 'inside')
  const files = await filesUnder(root)
  const flowPath = join(root, 'flows/a.flow.json')
  const add = (name: string, text = 'id\n1\n', flow: string | null = flowPath) =>
    addFile(files, { name, flowPath: flow, base64: base64(text) })
  return { folder, root, add }
}

describe('a file that is handed over', () => {
  it('is kept beside the flow, and in the root for a flow without a place', async () => {
    const { root, add } = await start()
    expect(await add('orders.csv')).toEqual({ path: join(root, 'flows/orders.csv'), added: true })
    expect(readFileSync(join(root, 'flows/orders.csv'), 'utf8')).toBe('id\n1\n')
    expect(await add('orders.csv', 'x', null)).toEqual({ path: join(root, 'orders.csv'), added: true })
  })

  it('never takes the place of another: it gets a name of its own, before all endings', async () => {
    const { root, add } = await start()
    await add('orders.csv.gz', 'one')
    expect((await add('orders.csv.gz', 'two')).path).toBe(join(root, 'flows/orders-2.csv.gz'))
    expect((await add('orders.csv.gz', 'three')).path).toBe(join(root, 'flows/orders-3.csv.gz'))
    expect(readFileSync(join(root, 'flows/orders.csv.gz'), 'utf8')).toBe('one')
  })

  it('is not written again where the same file is there', async () => {
    const { root, add } = await start()
    await add('orders.csv')
    expect(await add('orders.csv')).toEqual({ path: join(root, 'flows/orders.csv'), added: false })
    expect(readdirSync(join(root, 'flows')).sort()).toEqual(['a.flow.json', 'orders.csv'])
  })

  it('does not go through a link to another folder or file', async () => {
    const { folder, root, add } = await start()
    symlinkSync(join(folder, 'outside'), join(root, 'out'))
    symlinkSync(join(folder, 'outside/made.csv'), join(root, 'flows/made.csv'))
    expect(await codeOf(add('x.csv', 'x', join(root, 'out/a.flow.json')))).toBe('E-FILE-OUTSIDE')
    expect((await add('made.csv', 'x')).path).toBe(join(root, 'flows/made-2.csv'))
    symlinkSync(join(folder, 'outside/secret.txt'), join(root, 'flows/secret.txt'))
    expect(await codeOf(add('secret.txt', 'x'))).toBe('E-FILE-OUTSIDE')
    writeFileSync(join(root, 'flows/here.csv'), 'mine')
    symlinkSync(join(root, 'flows/here.csv'), join(root, 'flows/link.csv'))
    expect((await add('link.csv', 'x')).path).toBe(join(root, 'flows/link-2.csv'))
    expect(readFileSync(join(root, 'flows/here.csv'), 'utf8')).toBe('mine')
    expect(readdirSync(join(folder, 'outside'))).toEqual(['secret.txt'])
  })

  it('has a plain name with the ending of a data file', async () => {
    const { root, add } = await start()
    mkdirSync(join(root, 'flows/sub'))
    const names = [
      '../a.csv',
      'sub/a.csv',
      'sub\\a.csv',
      '.a.csv',
      'a.csv\0',
      'a\n.csv',
      'con.csv',
      'C:a.csv',
      'a.csv.',
    ]
    for (const name of [...names, 'a.sh', 'a', '', '..', 'a.parquet.gz', 'a.flow.json.exe'])
      expect(await codeOf(add(name)), name).toBe('E-FILE-NAME')
    expect(readdirSync(join(root, 'flows')).sort()).toEqual(['a.flow.json', 'sub'])
  })

  it('never lands anywhere but in the folder of the flow, whatever it is called', async () => {
    const { folder, root, add } = await start()
    const part = fc.constantFrom('..', '/', '\\', 'a', '.', '%2e', '\0', '~', 'csv', '.csv', '.json', ' ')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async parts => {
        const added = await add(parts.join(''), parts.join('')).catch(() => null)
        if (added) expect(added.path.slice(0, added.path.lastIndexOf('/'))).toBe(join(root, 'flows'))
      }),
      { numRuns: 200 },
    )
    expect(readdirSync(folder).sort()).toEqual(['inside', 'outside'])
    expect(existsSync(join(root, 'flows/a.flow.json'))).toBe(true)
  })

  it('may have ten megabytes, and not a block more', () => {
    const input = (bytes: number) => ({ name: 'a.csv', flowPath: null, base64: Buffer.alloc(bytes).toString('base64') })
    expect(calls.addFile.input.safeParse(input(longestAddedFile)).success).toBe(true)
    expect(calls.addFile.input.safeParse(input(longestAddedFile + 3)).success).toBe(false)
  })
})
