import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { clickstream } from './samples/clickstream.ts'
import { clinics } from './samples/clinics.ts'
import { customers } from './samples/customers.ts'
import { salesMart } from './samples/sales-mart.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every data file of the samples, by its path from the root: the same bytes each time. */
export const sampleFiles = (): ReadonlyMap<string, string> => {
  const files = new Map<string, string>()
  for (const [name, make] of Object.entries({ customers, 'sales-mart': salesMart, clickstream, clinics })) {
    const { data, expected } = make()
    for (const [path, text] of Object.entries(data)) files.set(join('samples', name, path), text)
    files.set(join('samples', name, 'expected', 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`)
  }
  return files
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [path, text] of sampleFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
