import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of npm's csv-spectrum, and the records that it should give. */
export interface SpectrumFile {
  readonly name: string
  readonly csv: Buffer
  readonly records: readonly Readonly<Record<string, string>>[]
}

/** All files of csv-spectrum, in the order of their names. */
export const spectrum = (): readonly SpectrumFile[] => {
  const folder = dirname(fileURLToPath(import.meta.resolve('csv-spectrum')))
  return readdirSync(join(folder, 'csvs')).map(file => {
    const name = file.replace(/\.csv$/, '')
    return {
      name,
      csv: readFileSync(join(folder, 'csvs', file)),
      // One of them holds a record alone, not a list.
      records: [
        JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8')),
      ].flat() as SpectrumFile['records'],
    }
  })
}
