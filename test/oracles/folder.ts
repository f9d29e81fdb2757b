import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the cases from elsewhere lie: the folder that WEIR_ORACLES names, else one beside the project. */
export const oracles = resolve(root, process.env.WEIR_ORACLES ?? '../shared/oracles')

/** The folder of one oracle; null, after saying so, where it is not there. */
export const oracleFolder = (name: string): string | null => {
  const folder = join(oracles, name)
  if (existsSync(folder)) return folder
  console.warn(`skipped: there is no folder ${folder}; WEIR_ORACLES names where the cases lie`)
  return null
}
