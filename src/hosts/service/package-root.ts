import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Manifest {
  readonly name?: string
  readonly version: string
}

const manifest = (folder: string): Manifest | null => {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  } catch {
    return null
  }
}

/** The folder of Weir's own package.json, upwards from one of its files: a source, or a bundle of them. */
export const packageRoot = (from: string): string => {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder))
    if (manifest(folder)?.name === 'weir') return folder
  throw new Error(`Weir's package.json is not above ${from}`)
}

export const packageVersion = (root: string): string => manifest(root)?.version ?? 'unknown'
