import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutatedFile } from '#test/engine/fuzz/mutate.ts'
import { originals, writeParquetFiles } from '#test/engine/fuzz/originals.ts'
import { fuzz } from '#test/engine/fuzz/pool.ts'

/** Sends mutated files through the engine: `npm run fuzz [n] [seed]`. Files with a fault are kept, and the folder is named. */
const count = Number(process.argv[2] ?? 2000)
const seed = Number(process.argv[3] ?? 1)
const parquetFolder = mkdtempSync(join(tmpdir(), 'weir-fuzz-parquet-'))
const kept = join(tmpdir(), `weir-fuzz-faults-${seed}`)
const began = performance.now()
try {
  await writeParquetFiles(parquetFolder)
  const files = originals(parquetFolder)
  const judged = await fuzz({
    count,
    seed,
    processes: 2,
    parquetFolder,
    secondsPerFile: 30,
    told: ({ index, fault }) => {
      if (fault === null) return
      const { original, bytes, how, settings, beside } = mutatedFile(files, seed, index)
      mkdirSync(kept, { recursive: true })
      writeFileSync(join(kept, `${index}-${original.name}`), bytes)
      console.log(`${index} ${original.name} (${how.join(', ')})${beside ? ' beside another' : ''}: ${fault}`)
      console.log(`  ${JSON.stringify(settings)}`)
    },
  })
  for (const [place, reader] of ['CSV', 'JSON', 'Parquet'].entries()) {
    const own = judged.filter(({ index }) => index % files.length === place)
    const of = (code: number) => own.filter(({ exitCode }) => exitCode === code).length
    const rows = own.filter(({ counted }) => counted).length
    console.log(
      `${reader}: ${own.length} files, ${of(0)} read, ${of(1) + of(2) + of(3)} refused with a problem, ${rows} counted`,
    )
  }
  const faults = judged.filter(({ fault }) => fault !== null).length
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(
    `${judged.length} files of seed ${seed} in ${seconds} s, ${faults} with a fault${faults > 0 ? `: ${kept}` : ''}`,
  )
  process.exitCode = faults > 0 ? 1 : 0
} finally {
  rmSync(parquetFolder, { recursive: true, force: true })
}
