import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { judge, type Verdict } from './judge.ts'
import { mutatedFile } from './mutate.ts'
import { originals } from './originals.ts'

/** Reads the files whose numbers it is told, one after another, in a process that may die of one of them. */
const [parquetFolder, seed] = process.argv.slice(2) as [string, string]
const files = originals(parquetFolder)
const folder = mkdtempSync(join(tmpdir(), 'weir-fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const filesPerEngine = 150
let engine: Engine | null = null
let read = 0

const nextEngine = async (): Promise<Engine> => {
  if (engine && read++ < filesPerEngine) return engine
  await engine?.close()
  read = 0
  engine = await createEngine({ catalogue, memory: '500MB', threads: 2 })
  return engine
}

const verdictOf = async (index: number): Promise<Verdict> => {
  try {
    return await judge(await nextEngine(), folder, mutatedFile(files, Number(seed), index))
  } catch (error) {
    const text = error instanceof Error ? `${error.stack}` : String(error)
    return { fault: `exception: ${text.slice(0, 600)}`, exitCode: -1, counted: false }
  }
}

process.on('message', (index: number) => {
  verdictOf(index).then(verdict => {
    if (verdict.exitCode === -1 || verdict.fault?.startsWith('E-ENGINE')) read = filesPerEngine
    process.send!(verdict)
  })
})
process.on('disconnect', () => process.exit(0))
