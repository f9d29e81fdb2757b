import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpus } from '#test/engine/scan/corpus.ts'
import { judge, summary } from '#test/engine/scan/corpus-judge.ts'
import { openSources } from '#test/engine/scan/open-sources.ts'

/**
 * Reads all corrupted files of the CSV corpus, with their lines rejected and with them kept, and prints, by kind of corruption, how many were
 * named. A number reads every nth file.
 */
const every = Number(process.argv[2] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'weir-corpus-'))
const sources = await openSources(folder)
try {
  const files = [...corpus()].filter((_, i) => i % every === 0)
  for (const badLines of ['reject', 'flag']) {
    const verdicts = await judge(folder, path => sources.read('source.csv', { path, badLines }), files)
    console.log(`Lines that are no rows: ${badLines}\n\n${summary(verdicts)}`)
    const wrong = verdicts.filter(v => !v.named || !v.kept)
    for (const { kind, record, named, kept, seen } of wrong.slice(0, 40))
      console.log(
        `\n${kind}, line ${record + 1}: ${named ? 'named' : 'not named'}, ${kept ? 'kept' : 'not kept'}\n  ${seen.slice(0, 500)}`,
      )
    const share = verdicts.filter(v => v.named && v.kept).length / verdicts.length
    console.log(`\n${verdicts.length} files, ${(100 * share).toFixed(2)} % as they should be\n`)
    if (share < 0.97) process.exitCode = 1
  }
} finally {
  await sources.close()
  rmSync(folder, { recursive: true, force: true })
}
