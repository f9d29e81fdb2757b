import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

type SpectrumRow = Readonly<Record<string, string>>

/** A file of npm's csv-spectrum, and the rows that its JSON says are in it. */
export interface SpectrumFile {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly rows: readonly SpectrumRow[]
}

const folder = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))

/** Where a JSON of the package does not say what stands in its CSV file: the file is right. */
const corrected: Readonly<Record<string, SpectrumRow>> = {
  // The telephone number was changed in the JSON alone.
  location_coordinates: { 'Contact Phone Number': '2095257564' },
}

/** All files of csv-spectrum, by name. */
export const spectrumFiles: readonly SpectrumFile[] = readdirSync(join(folder, 'csvs'))
  .map(file => file.replace(/\.csv$/, ''))
  .sort()
  .map(name => {
    const path = join(folder, 'csvs', `${name}.csv`)
    const said = JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8')) as SpectrumRow | SpectrumRow[]
    const rows = [said].flat().map(row => ({ ...row, ...corrected[name] }))
    return { name, path, text: readFileSync(path, 'utf8'), rows }
  })
