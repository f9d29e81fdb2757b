import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { type Part, zipped } from '#engine/xlsx/zip-write.ts'
import { partsOfBook } from '#test/engine/scan/workbook.ts'

/** Of JavaScript alone, in megabytes: what a sheet may take however large it is. */
const heap = 96

const bytesOfRow = 215

function* sheet(rows: number, texts: number): Generator<string> {
  yield '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>amount</t></is></c></row>'
  for (let i = 2; i <= rows + 1; i++) {
    const cells = `<c r="B${i}"><v>${i / 7}</v></c><c r="C${i}" s="1"><v>${40_000 + (i % 3000)}</v></c><c r="D${i}" t="s"><v>${(i * 7919) % texts}</v></c>`
    yield `<row r="${i}" spans="1:5"><c r="A${i}"><v>${i}</v></c>${cells}<c r="E${i}" t="s"><v>${i % 100}</v></c></row>`
  }
  yield '</sheetData></worksheet>'
}

function* strings(texts: number): Generator<string> {
  yield '<sst>'
  for (let i = 0; i < texts; i++) yield `<si><t>the customer with the number ${i}, of many others</t></si>`
  yield '</sst>'
}

/** The same text in pieces of some size. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < 1 << 16) continue
    yield text
    text = ''
  }
  yield text
}

/** Reads a sheet of so many megabytes, most of whose texts are different, in a process whose heap is small. */
export const measureExcel = async (megabytes: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'weir-excel-'))
  try {
    const rows = Math.round((megabytes * 1e6) / bytesOfRow)
    const texts = Math.round(rows * 0.8)
    const made = partsOfBook({ sheets: [{ name: 'One', rows: [] }], formats: ['yyyy-mm-dd'] })
    const parts = Object.entries(made).map(([path, text]): Part => {
      if (path.endsWith('sheet1.xml')) return [path, gathered(sheet(rows, texts))]
      return [path, path.endsWith('sharedStrings.xml') ? gathered(strings(texts)) : [text]]
    })
    const path = join(folder, 'large.xlsx')
    await pipeline(zipped(parts), createWriteStream(path))
    const script = fileURLToPath(new URL('./excel-copy.ts', import.meta.url))
    const began = performance.now()
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${heap}`,
      '--import',
      'tsx',
      script,
      path,
      join(folder, 'copy.csv'),
    ])
    const found = JSON.parse(stdout) as { readonly rows: number; readonly megabytes: number; readonly peak: number }
    return { ...found, expected: rows, seconds: (performance.now() - began) / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { rows, megabytes, peak, seconds } = await measureExcel(Number(process.argv[2] ?? 200))
  console.log(
    `${rows} rows, ${megabytes.toFixed(0)} MB of XML: ${seconds.toFixed(1)} s, at most ${peak.toFixed(0)} MB of memory with a heap of ${heap} MB`,
  )
}
